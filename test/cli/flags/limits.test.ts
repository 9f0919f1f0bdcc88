import { describe, expect, test } from 'vitest'
import { FLAGS } from '../../../src/cli/flags/flags.ts'
import { LIMITS, type Limits } from '../../../src/engine/limits.ts'
import { understood } from '../understood.ts'

const given = (word: string) => understood([word]).plan.limits

test('every limit has its flag', () => {
  const names = FLAGS.filter(({ group }) => group === 'Limits').flatMap((flag) => flag.names)
  expect(names.sort()).toEqual(
    Object.keys(LIMITS)
      .map((limit) => `--max-${limit}`)
      .sort(),
  )
})

describe.each(Object.keys(LIMITS) as (keyof Limits)[])('--max-%s', (limit) => {
  test.each([
    ['1', 1],
    ['5000', 5000],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('takes %s', (text, value) =>
    expect(given(`--max-${limit}=${text}`)).toEqual({ [limit]: value }),
  )

  test.each([
    '0',
    '-1',
    '1.5',
    'many',
    '',
    ' ',
    '1e3',
    '0x10',
    '٣',
    '007',
    '+1',
    'Infinity',
    'K',
    '0K',
    '1.5G',
    '1KB',
    '1k',
    '1T',
    '1 M',
    '9007199254740992',
    '8388608G',
    '1'.repeat(400),
  ])('refuses %j', (text) => {
    expect(() => given(`--max-${limit}=${text}`)).toThrow(`--max-${limit}: expected `)
  })
})

test.each([
  ['64K', 64 * 1024],
  ['300M', 300 * 1024 ** 2],
  ['2G', 2 * 1024 ** 3],
  ['8388607G', 8_388_607 * 1024 ** 3],
])('bytes may be written as %s', (text, value) => {
  expect(given(`--max-record=${text}`)).toEqual({ record: value })
})

test.each(['depth', 'attributes', 'amplification'])('%s is no number of bytes', (limit) => {
  expect(() => given(`--max-${limit}=5K`)).toThrow(`--max-${limit}: expected a number from 1`)
})

test('several limits are kept, the last of a kind', () => {
  const { plan } = understood('--max-depth 5 --max-tag 1K --max-depth 6'.split(' '))
  expect(plan.limits).toEqual({ depth: 6, tag: 1024 })
})
