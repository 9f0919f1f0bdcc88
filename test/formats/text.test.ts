import { expect, test } from 'vitest'
import type { FormatOptions } from '../../src/formats/format.ts'
import { text } from '../../src/formats/text.ts'
import type { Value } from '../../src/record/record.ts'
import { encode } from './encode.ts'

test.each<[Value, string]>([
  ['x', 'x'],
  ['', ''],
  [null, ''],
  [7, '7'],
  [{ a: 'x' }, 'x'],
  [{ a: null }, ''],
  [{ a: 'say "x", y', b: 2, c: true }, 'say "x", y\t2\ttrue'],
  [{ a: ['x', null], b: { c: 'y' } }, '["x",null]\t{"c":"y"}'],
  [{ a: 'two\nlines' }, 'two\nlines'],
  [JSON.parse('{"__proto__":"x"}'), 'x'],
])('%j is %j', (record, line) => {
  expect(encode(text, [record])).toBe(`${line}\n`)
})

test.each<[FormatOptions, string]>([
  [{}, '1\n2\t3\n'],
  [{ fields: ['b', 'a'] }, '\t1\n3\t2\n'],
  [{ columns: ['b'] }, '\n3\n'],
  [{ known: new Map([['c', 'text']]) }, '1\n2\t3\n'],
  [{ delimiter: ';' }, '1\n2;3\n'],
])('with %j it is %j', (options, lines) => {
  expect(encode(text, [{ a: '1' }, { a: '2', b: '3' }], options)).toBe(lines)
})

test('nothing is written of no records', () => {
  expect(encode(text, [], { columns: ['a'] })).toBe('')
})
