import { expect, test } from 'vitest'
import { FileSource } from '../../src/sources/file.ts'
import { openSource } from '../../src/sources/open.ts'
import { StdinSource } from '../../src/sources/stdin.ts'

test('- is standard input, called stdin in messages', () => {
  const source = openSource('-')
  expect(source).toBeInstanceOf(StdinSource)
  expect(source.name).toBe('stdin')
})

test.each(['a.xml', './-', '-a', 'stdin', '007', '/dev/stdin', 'http:', 'a b'])(
  '%j is a file, called as it was given',
  (input) => {
    const source = openSource(input)
    expect(source).toBeInstanceOf(FileSource)
    expect(source.name).toBe(input)
  },
)
