import { describe, expect, test } from 'vitest'
import { table } from '../../src/formats/table.ts'
import type { Value } from '../../src/record/record.ts'
import { encode } from './encode.ts'

function lines(records: Value[], width?: number): string[] {
  return encode(table, records, width === undefined ? {} : { width }).split('\n')
}

describe('a table', () => {
  test('is aligned, numbers to the right', () => {
    expect(
      lines([
        { id: '7', name: 'Ann' },
        { id: '1234', name: 'Bo' },
      ]),
    ).toEqual(['  id  name', '────  ────', '   7  Ann', '1234  Bo', ''])
  })

  test('takes a wide character for two, and a mark above one for none', () => {
    expect(
      lines([
        { a: '漢字', b: 'x' },
        { a: 'e\u0301', b: 'y' },
      ]).slice(2, 4),
    ).toEqual(['漢字  x', 'e\u0301     y'])
  })

  test('shows control characters as their codes', () => {
    expect(lines([{ a: 'x\u001b[31m\ny' }])[2]).toBe('x\\u001b[31m\\u000ay')
  })

  test('leaves what is empty or missing empty', () => {
    expect(lines([{ a: null, b: 'x' }, { b: 'y' }]).slice(2, 4)).toEqual(['   x', '   y'])
  })

  test('shows dictionaries as columns and arrays as JSON', () => {
    expect(lines([{ a: { b: '1' }, c: ['x'] }]).slice(0, 3)).toEqual([
      'a/b  c',
      '───  ─────',
      '  1  ["x"]',
    ])
  })

  test('without records is nothing', () => {
    expect(lines([])).toEqual([''])
    expect(encode(table, [], { columns: ['a'] })).toBe('a\n─\n')
  })

  test('is aligned by its first 100 records, and goes on', () => {
    const records = Array.from({ length: 101 }, (_, n) => ({ n: n < 100 ? 'x' : 'longer', m: 'y' }))
    expect(lines(records).slice(101, 103)).toEqual(['x  y', 'longer  y'])
  })

  test('says which fields came too late for a column', () => {
    const records: Value[] = Array.from({ length: 100 }, () => ({ a: 'x' }))
    const all = lines([...records, { a: 'y', late: 'z' }])
    expect(all.slice(-4)).toEqual(['y', '', 'not shown: late', ''])
  })
})

describe('a table in a terminal', () => {
  test('cuts off the widest cells', () => {
    const shown = lines([{ id: '1', text: 'x'.repeat(50), more: 'y'.repeat(12) }], 30)
    expect(shown.slice(0, 3)).toEqual([
      'id  text          more',
      '──  ────────────  ────────────',
      ` 1  ${'x'.repeat(11)}…  ${'y'.repeat(12)}`,
    ])
  })

  test.each([1, 2, 5, 10, 20, 40, 79, 80, 81])('of %i columns has no longer line', (width) => {
    const record = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`field${n}`, '漢'.repeat(n)]),
    )
    for (const line of lines([record], width)) expect(widthOf(line)).toBeLessThanOrEqual(width)
  })

  test('says which columns have no room', () => {
    const record = { alpha: 'aaaaaaaa', beta: 'bbbbbbbb', gamma: 'cccccccc' }
    expect(lines([record], 18).at(-2)).toBe('not shown: gamma')
  })
})

function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (character === '漢' ? 2 : 1), 0)
}
