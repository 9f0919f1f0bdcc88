// The columns of a table, and the records that it cannot take.

import { describe, expect, it } from 'vitest'
import { StageError } from '../../src/core/errors.ts'
import type { ColumnType, FormatOptions } from '../../src/formats/format.ts'
import { foundColumns } from '../../src/formats/found-columns.ts'
import { Schema, typeOf as typeOfKinds } from '../../src/formats/schema.ts'
import type { Value } from '../../src/record/record.ts'

function schemaOf(first: Value[], options: FormatOptions = {}): Schema {
  const columns = foundColumns(first, options, { onColumn: () => {}, typeOf: typeOfKinds })
  return new Schema('parquet', options, { columns, rows: 0, seen: [] })
}

/** The type of a column of these values. */
function typeOf(...values: Value[]): ColumnType | undefined {
  return schemaOf(values.map((value) => ({ a: value }))).columns[0]?.type
}

function declared(type: ColumnType): Schema {
  return schemaOf([], { columns: ['a'], types: new Map([['a', type]]) })
}

describe('columns', () => {
  it('stand in the order in which their names are first met', () => {
    const { columns } = schemaOf([
      { b: '1', a: '2' },
      { c: '3', a: '4' },
    ])
    expect(columns.map(({ name }) => name)).toEqual(['b', 'a', 'c'])
  })

  it.each<[ColumnType, Value[]]>([
    ['text', ['7', '8']],
    ['text', [null, null]],
    ['text', ['7', 8, true, ['9'], { b: '10' }]],
    ['integer', [7, null, -8]],
    ['number', [7, 0.5]],
    ['number', [1e300]],
    ['boolean', [true, false]],
    ['json', [['7'], { b: '8' }]],
    ['json', [7, true]],
    ['json', [7, ['8']]],
  ])('are %s for %j', (type, values) => {
    expect(typeOf(...values)).toBe(type)
  })

  it('are of the declared types, and found for the others', () => {
    const { columns } = schemaOf([{ a: '1', b: 2 }], { types: new Map([['a', 'number']]) })
    expect(columns).toEqual([
      { name: 'a', type: 'number', isDeclared: true },
      { name: 'b', type: 'integer', isDeclared: false },
    ])
  })
})

describe('a row', () => {
  it('has the values at the paths of chosen columns', () => {
    const schema = schemaOf([], { columns: ['author/name', 'tag', '__proto__', 'none', 'a/b'] })
    const record = JSON.parse(
      '{"author":[{"name":"x"},{"name":"y"}],"tag":["z"],"__proto__":"p","other":"o","a/b":"made"}',
    )
    expect(schema.row(record)).toEqual(['["x","y"]', '["z"]', 'p', null, 'made'])
    expect(schema.row({ author: { name: 'x' } })).toEqual(['x', null, null, null, null])
  })

  it('has what is no text as text in a column of text', () => {
    const schema = schemaOf([{ a: 'x' }])
    const cells = [7, false, ['b'], { c: 'd' }].map((value) => schema.row({ a: value })[0])
    expect(cells).toEqual(['7', 'false', '["b"]', '{"c":"d"}'])
  })

  it('has text as JSON in a column of JSON', () => {
    const schema = schemaOf([{ a: ['x'] }])
    expect([...schema.row({ a: 'y' }), ...schema.row({ a: 7 })]).toEqual(['"y"', '7'])
  })

  it('has all names of a nested dictionary', () => {
    const text = '{"__proto__":{"constructor":"x"}}'
    expect(schemaOf([{ a: ['x'] }]).row({ a: JSON.parse(text) })).toEqual([text])
  })

  it.each<[ColumnType, string, unknown]>([
    ['integer', '007', 7n],
    ['integer', '-12', -12n],
    ['integer', '12345678901234567', 12345678901234567n],
    ['number', '1e5', 100_000],
    ['number', '-.5', -0.5],
    ['number', '7.', 7],
    ['boolean', 'true', true],
    ['boolean', '0', false],
  ])('reads declared %s from %j', (type, text, cell) => {
    expect(declared(type).row({ a: text })).toEqual([cell])
  })
})

describe('no row is made', () => {
  it('of a record with a new field', () => {
    const schema = schemaOf([{ a: 'x' }])
    schema.row({ a: 'x' })
    expect(() => schema.row({ a: 'x', new: '1' })).toThrow(
      new StageError(
        'parquet: record 2 has a field that the first had not, "new": name all columns with --columns or --shape',
      ),
    )
  })

  it.each<[Value, Value, string]>([
    [7, '7', 'expected an integer of 64 bits, found "7"'],
    [7, 0.5, 'expected an integer of 64 bits, found 0.5'],
    [0.5, 'x'.repeat(50), `expected a number, found "${'x'.repeat(40)}"…`],
    [true, 'true', 'expected true or false, found "true"'],
    [true, 1, 'expected true or false, found 1'],
    [1, [1], 'expected an integer of 64 bits, found an array'],
  ])('when the first is %j and the next %j', (first, next, message) => {
    expect(() => schemaOf([{ a: first }]).row({ a: next })).toThrow(
      new StageError(
        `parquet: record 1: field "a": ${message}: the first were; say what it is with --shape`,
      ),
    )
  })

  it('of a record that is too deep for JSON', () => {
    let deep: Value = 'x'
    for (let level = 0; level < 100_000; level++) deep = [deep]
    expect(() => schemaOf([]).row({ '#text': deep })).toThrow(
      new StageError('parquet: record 1 is too deep or too long for a table'),
    )
  })

  it.each<[ColumnType, Value]>([
    ['integer', '9223372036854775808'],
    ['integer', '1e5'],
    ['integer', '7.0'],
    ['integer', ''],
    ['integer', ' 7'],
    ['integer', 2 ** 53],
    ['number', ''],
    ['number', '0x10'],
    ['number', 'Infinity'],
    ['number', '.'],
    ['number', true],
    ['boolean', 'yes'],
    ['boolean', { b: 'true' }],
  ])('when the declared %s is %j', (type, value) => {
    expect(() => declared(type).row({ a: value })).toThrow(/^parquet: record 1: .*: --shape says$/)
  })
})
