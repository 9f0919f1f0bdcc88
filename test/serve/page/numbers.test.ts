// Checks how the page writes numbers.

import { expect, test } from 'vitest'
import { bytes, count, counted, duration, rate, roughly } from '../../../src/serve/page/numbers.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [12_345, '12.3 kB'],
  [999_499, '999 kB'],
  [999_500, '1.00 MB'],
  [187_340_800, '187 MB'],
  [3e18, '3000 PB'],
])('%d bytes are %s', (value, text) => expect(plain(bytes(value))).toBe(text))

test.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [3600, '1 h 0 min'],
  [86_399, '23 h 59 min'],
  [90_000, '1 d 1 h'],
])('%d seconds are %s', (value, text) => expect(plain(duration(value))).toBe(text))

test('a rough duration has its largest unit', () => {
  expect([59, 3599, 7300, 90_000].map((each) => plain(roughly(each)))).toEqual([
    '59 s',
    '59 min',
    '2 h',
    '1 d',
  ])
})

test.each([
  [0, '0'],
  [0.44, '0.4'],
  [9.96, '10'],
  [1234.5, '1,235'],
  [1_234_567, '1.23M'],
])('%d a second is %s', (value, text) => expect(rate(value)).toBe(text))

test('counts are whole until nobody reads them any more', () => {
  expect([0, 1234, 999_999_999, 1_234_567_890].map(count)).toEqual([
    '0',
    '1,234',
    '999,999,999',
    '1.23B',
  ])
})

test('one is not many', () => {
  expect([0, 1, 2].map((n) => counted(n, 'client'))).toEqual(['0 clients', '1 client', '2 clients'])
})

function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ')
}
