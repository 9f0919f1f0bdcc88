import { describe, expect, test } from 'vitest'
import { Columns } from '../../src/formats/columns.ts'
import type { FormatOptions } from '../../src/formats/format.ts'
import type { Value } from '../../src/record/record.ts'

const BOOK = { '@id': '1', author: { name: 'Knuth', born: '1938' }, tag: ['a', 'b'], note: null }

describe('all columns', () => {
  test('are the paths of values, in the order of first appearance', () => {
    const columns = Columns.of([
      { a: '1', b: { c: '2' } },
      { d: '3', b: { e: '4', c: '5' } },
    ])
    expect(columns.names).toEqual(['a', 'b/c', 'd', 'b/e'])
  })

  test('hold what stands there, an array as it is', () => {
    const columns = Columns.of([BOOK])
    expect(columns.names).toEqual(['@id', 'author/name', 'author/born', 'tag', 'note'])
    const cells = ['1', 'Knuth', '1938', ['a', 'b'], null]
    expect(columns.rowOf(BOOK)).toEqual({ cells, extra: undefined })
  })

  test('are empty where a record has nothing', () => {
    const { cells, extra } = Columns.of([BOOK]).rowOf({ tag: 'c' })
    expect(cells).toEqual([undefined, undefined, undefined, 'c', undefined])
    expect(extra).toBeUndefined()
  })

  test.each<[string, Value, string]>([
    ['a new field', { '@id': '2', price: '1' }, 'price'],
    ['a new field of a dictionary', { author: { orcid: 'x' } }, 'author/orcid'],
    ['a text where a dictionary was', { author: 'Knuth' }, 'author'],
    ['a record that is a text', 'x', '#text'],
  ])('report %s', (_, record, extra) => {
    expect(Columns.of([BOOK]).rowOf(record).extra).toBe(extra)
  })

  test('take a dictionary as it is where another record has a text or an array, and report it once', () => {
    const reported: string[] = []
    const records = [{ a: '1', b: ['x'] }, { a: { c: '2' }, b: { d: '3' } }, { a: { c: '4' } }]
    const columns = Columns.of(records, { onMixed: (name) => reported.push(name) })
    expect(columns.names).toEqual(['a', 'b'])
    const rows = records.map((record) => columns.rowOf(record))
    expect(rows.map(({ cells }) => cells[0])).toEqual(['1', { c: '2' }, { c: '4' }])
    expect(rows.map(({ extra }) => extra)).toEqual([undefined, undefined, undefined])
    expect(reported).toEqual(['a'])
  })

  test('take a dictionary that comes later into the column of a text', () => {
    const { cells, extra } = Columns.of([BOOK]).rowOf({ '@id': { x: '1' } })
    expect(cells[0]).toEqual({ x: '1' })
    expect(extra).toBeUndefined()
  })

  test('have none for what is empty where others have a dictionary', () => {
    const records = [null, { a: null }, { a: { b: '1' } }]
    const columns = Columns.of(records)
    expect(columns.names).toEqual(['a/b'])
    for (const record of records) expect(columns.rowOf(record).extra).toBeUndefined()
    expect(columns.rowOf({ new: null }).extra).toBe('new')
  })

  test('find a field that a selection has named by its path', () => {
    const record = { 'author/name': 'Knuth' }
    const columns = Columns.of([record])
    expect(columns.rowOf(record)).toEqual({ cells: ['Knuth'], extra: undefined })
  })

  test.each(['__proto__', 'constructor', 'toString'])('take %s for a name as any', (name) => {
    const record = JSON.parse(`{"a":"1","${name}":{"${name}":"x"}}`)
    const columns = Columns.of([record])
    expect(columns.names).toEqual(['a', `${name}/${name}`])
    expect(columns.rowOf(record).cells).toEqual(['1', 'x'])
    expect(columns.rowOf({ a: '1' })).toEqual({ cells: ['1', undefined], extra: undefined })
  })
})

function before(options: FormatOptions): Columns {
  const columns = Columns.before(options)
  expect(columns).toBeDefined()
  return columns as Columns
}

describe('the columns that stages make', () => {
  const columns = before({ fields: ['b', 'a/x', 'none'] })

  test('are these fields, each as it is', () => {
    const cells = ['1', { c: '2' }].map((b) => columns.rowOf({ 'a/x': '3', b }).cells)
    expect(cells).toEqual([
      ['1', '3', undefined],
      [{ c: '2' }, '3', undefined],
    ])
    expect(columns.rowOf(null).cells).toEqual([undefined, undefined, undefined])
  })

  test.each<[Value, string]>([
    [{ b: '1', c: '2' }, 'c'],
    [{ a: { x: '1' } }, 'a'],
    ['x', '#text'],
  ])('report %j', (record, extra) => {
    expect(columns.rowOf(record).extra).toBe(extra)
  })
})

describe('columns that are asked for', () => {
  const columns = before({ columns: ['tag', 'author/name', 'author', 'missing'] })

  test('are these, whatever else there is', () => {
    const { cells, extra } = columns.rowOf(BOOK)
    expect(cells).toEqual([['a', 'b'], 'Knuth', BOOK.author, undefined])
    expect(extra).toBeUndefined()
  })

  test('gather the values of what repeats on the way', () => {
    const record = { author: [{ name: 'Kernighan' }, { name: 'Ritchie' }] }
    expect(columns.rowOf(record).cells[1]).toEqual(['Kernighan', 'Ritchie'])
  })
})

test.each<[Value, string[]]>([
  ['x', ['#text']],
  [null, ['#text']],
  [{}, ['#text']],
  [{ a: {} }, ['a']],
  [{ a: [] }, ['a']],
])('the paths of %j are %j', (record, paths) => {
  expect(Columns.of([record]).names).toEqual(paths)
  expect(Columns.of([record]).rowOf(record).extra).toBeUndefined()
})
