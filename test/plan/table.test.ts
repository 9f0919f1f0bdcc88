import { expect, test } from 'vitest'
import { table } from '../../src/plan/table.ts'

test('columns are as wide as their widest cell, and begin or end at one place', () => {
  expect(
    table(
      [
        ['a', '1', 'x'],
        ['bcd', '234', ''],
        ['', '56', 'yz'],
      ],
      [1],
    ),
  ).toBe('a      1  x\nbcd  234\n      56  yz')
})

test('a cell that is too wide moves those beside it only', () => {
  const wide = 'w'.repeat(70)
  expect(
    table([
      [wide, 'a'],
      ['b', 'c'],
    ]).split('\n'),
  ).toEqual([`${wide}  a`, `${'b'.padEnd(60)}  c`])
})

test('what a terminal would obey is shown', () => {
  expect(table([['\x1b[31m']])).toBe('\\u001b[31m')
})
