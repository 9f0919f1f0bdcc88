import { expect, test } from 'vitest'
import { StageError } from '../../src/core/errors.ts'
import type { Dictionary, Value } from '../../src/record/record.ts'
import { stats } from '../../src/stages/stats.ts'
import { gather, started, through } from './through.ts'

const summary = (field: string, records: Value[]) =>
  (through(stats, '', records) as Dictionary[]).find((record) => record.field === field)

test('sums up each field in one record, in the order in which they were met', () => {
  const records: Value[] = [
    { '@id': '1', price: '2.50', tag: ['x', 'y'] },
    { '@id': '2', price: 'free', tag: 'x', note: { '@by': 'me', '#text': 'good' } },
    { '@id': '3', price: 0.1 },
  ]
  expect(through(stats, '', records).map((record) => JSON.stringify(record))).toEqual([
    '{"field":"@id","count":3,"missing":0,"values":3,"distinct":3,"numbers":3,"min":1,"max":3,"mean":2,"mostFrequent":"1","times":1,"estimated":false}',
    '{"field":"price","count":3,"missing":0,"values":3,"distinct":3,"numbers":2,"min":0.1,"max":2.5,"mean":1.3,"mostFrequent":"2.50","times":1,"estimated":false}',
    '{"field":"tag","count":2,"missing":1,"values":3,"distinct":2,"numbers":0,"min":"x","max":"y","mean":null,"mostFrequent":"x","times":2,"estimated":false}',
    '{"field":"note/@by","count":1,"missing":2,"values":1,"distinct":1,"numbers":0,"min":"me","max":"me","mean":null,"mostFrequent":"me","times":1,"estimated":false}',
    '{"field":"note/#text","count":1,"missing":2,"values":1,"distinct":1,"numbers":0,"min":"good","max":"good","mean":null,"mostFrequent":"good","times":1,"estimated":false}',
  ])
})

test('an empty element is an empty text', () => {
  expect(summary('a', [{ a: null }])).toMatchObject({ count: 1, distinct: 1, min: '' })
})

test('a record that is a text has a field #text, one that is empty none', () => {
  const records: Value[] = ['x', null]
  expect(summary('#text', records)).toMatchObject({ count: 1, missing: 1, mostFrequent: 'x' })
})

test('names of objects are names as any other', () => {
  const record = JSON.parse('{"__proto__":"1","constructor":{"toString":"2"}}') as Value
  const fields = (through(stats, '', [record]) as Dictionary[]).map(({ field }) => field)
  expect(fields).toEqual(['__proto__', 'constructor/toString'])
})

test('of a long text it keeps the beginning', () => {
  expect(summary('a', [{ a: 'x'.repeat(500) }])).toMatchObject({ min: `${'x'.repeat(100)}…` })
})

test('of many values it says that it estimates', () => {
  const records: Value[] = Array.from({ length: 3000 }, (_, n) => ({ id: n, kind: n % 7 }))
  expect(summary('id', records)).toMatchObject({ estimated: true, min: 0, max: 2999, mean: 1499.5 })
  expect(summary('kind', records)).toMatchObject({ estimated: false, distinct: 7, times: 429 })
})

test('more fields than it can hold are an error', () => {
  const record = Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`f${n}`, 'x']))
  const line = started(stats, '', gather([]))
  expect(() => line.send(record)).toThrow(StageError)
})

test('sends what it has when the input breaks', () => {
  const passed: Value[] = []
  const line = started(stats, '', gather(passed))
  line.send({ a: '1' })
  line.throw(new Error('broken'))
  expect(passed).toHaveLength(1)
})
