import { expect, test } from 'vitest'
import { bytesInWords, grouped, timeInWords } from '../../src/cli/quantities.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [9994, '9.99 kB'],
  [9995, '10.0 kB'],
  [99_949, '99.9 kB'],
  [99_951, '100 kB'],
  [999_600, '1.00 MB'],
  [1.5e15, '1.50 PB'],
  [5e18, '5000 PB'],
])('%d bytes are %s', (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words)
})

test('digits stand in groups of three', () => {
  expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567'])
})

test('a time is shown as a clock shows it', () => {
  expect([0, 59.4, 59.6, 3599, 7265].map(timeInWords)).toEqual([
    '0:00',
    '0:59',
    '1:00',
    '59:59',
    '2:01:05',
  ])
})
