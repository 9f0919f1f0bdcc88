import { expect, test } from 'vitest'
import { FollowedFile } from '../../src/sources/follow.ts'
import { openSource } from '../../src/sources/open.ts'
import { reading } from './reading.ts'

test('- is standard input, called stdin in messages', async () => {
  expect((await openSource('-')).name).toBe('stdin')
})

test.each(['a.xml', './-', '-a', 'stdin', '007', '/dev/stdin', 'http:', 'a b', 'x.zip:a', 'x.zip'])(
  '%j is called as it was given',
  async (input) => {
    expect((await openSource(input)).name).toBe(input)
  },
)

test.each([
  ['none', /^none: no such file or directory$/],
  ['none.zip:a', /^none.zip: no such file or directory$/],
  ['http://127.0.0.1:9/', /^http:\/\/127/],
])('%s is looked for where it says', async (input, message) => {
  const source = await openSource(input)
  await expect(source.read(reading([]))).rejects.toThrow(message)
})

test('a file that is followed is its own kind', async () => {
  expect(await openSource('a.xml', { follow: true })).toBeInstanceOf(FollowedFile)
})
