import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import type { Value } from '../../src/record/record.ts'
import { countBy } from '../../src/stages/count-by.ts'
import { group } from '../../src/stages/group.ts'
import { head } from '../../src/stages/head.ts'
import { argumentOf, gather, type Said, started, through } from './through.ts'

const BUSES: Value[] = [
  { route: '22', speed: '10', stop: 'b' },
  { route: '9', speed: 'none', stop: 'a' },
  { route: '22', speed: 30, stop: 'a' },
  { speed: '5' },
]

test('groups come in the order in which they were met, and are counted', () => {
  expect(through(group, 'route', BUSES)).toEqual([
    { route: '22', count: 2 },
    { route: '9', count: 1 },
    { route: null, count: 1 },
  ])
})

test('--agg says what is found of each, in that order', () => {
  const found = through(group, 'route', BUSES, ['agg', 'sum(speed),n=count,max(stop)'])
  expect(found.map((record) => JSON.stringify(record))).toEqual([
    '{"route":"22","sum(speed)":40,"n":2,"max(stop)":"b"}',
    '{"route":"9","sum(speed)":null,"n":1,"max(stop)":"a"}',
    '{"route":null,"sum(speed)":5,"n":1,"max(stop)":null}',
  ])
})

test('a record whose field repeats belongs to the group of each value', () => {
  const records: Value[] = [
    { tag: ['x', 'y', 'x'], n: '1' },
    { tag: 'y', n: '2' },
  ]
  expect(through(group, 'tag', records, ['agg', 'sum(n)'])).toEqual([
    { tag: 'x', 'sum(n)': 1 },
    { tag: 'y', 'sum(n)': 3 },
  ])
})

test('counts as --count-by does, and sums as a loop would', () => {
  const value = fc.option(fc.constantFrom('1', '2', '', '__proto__'), { nil: undefined })
  const record = fc.record({ a: value, b: value, n: fc.integer({ min: 0, max: 99 }) })
  fc.assert(
    fc.property(fc.array(record), (made) => {
      const records = made.map(
        (record) => JSON.parse(JSON.stringify(record)) as { [name: string]: Value },
      )
      const groups = through(group, 'a,b', records) as { count: number }[]
      const counted = through(countBy, 'a,b', records)
      expect(groups.toSorted((a, b) => b.count - a.count)).toEqual(counted)
      const sums = through(group, 'a', records, ['agg', 's=sum(n)']) as { a: Value; s: number }[]
      for (const { a, s } of sums) {
        const own = records.filter((record) => (record.a ?? null) === a)
        expect(s).toBe(own.reduce((sum, { n }) => sum + Number(n), 0))
      }
    }),
  )
})

test('no records give no groups', () => {
  expect(through(group, 'a', [])).toEqual([])
})

test('sends what it has when the input breaks, and no more than is wanted', () => {
  const passed: Value[] = []
  const line = started(group, 'route', started(head, '1', gather(passed)))
  for (const bus of BUSES) line.send(bus)
  line.throw(new Error('broken'))
  expect(passed).toEqual([{ route: '22', count: 2 }])
})

test('reads each field once', () => {
  const grouping = argumentOf(group, 'a,b/c', ['agg', 'count,sum(x),max(x),first(a)'])
  expect(group.fields?.(grouping)).toEqual([['a'], ['b', 'c'], ['x']])
})

test.each<[string, Said[], string]>([
  ['a,b', [], 'a, b: count'],
  ['a', [['agg', 'n=count,sum(x)']], 'a: n=count, sum(x)'],
  ['a', [['agg', 'p50(x)']], 'a: p50(x), estimates beyond 1000 values'],
  ['a', [['agg', 'distinct(x)']], 'a: distinct(x), estimates beyond 1000 values'],
])('%s %j is described as %s', (text, said, words) => {
  expect(group.describe(argumentOf(group, text, ...said))).toBe(words)
})

test.each<[string, Said[], string]>([
  ['', [], 'field "": expected a name'],
  ['a,a', [], '--group: field given twice'],
  ['count', [], '--agg: name given twice: "count"'],
  ['a', [['agg', 'a=count']], '--agg: name given twice: "a"'],
  ['a', [['agg', 'count,count']], '--agg: name given twice: "count"'],
  ['a', [['agg', 'total(x)']], '--agg: expected calls of count, numbers, sum, mean'],
])('%s %j cannot be understood', (text, said, message) => {
  expect(() => argumentOf(group, text, ...said)).toThrow(UsageError)
  expect(() => argumentOf(group, text, ...said)).toThrow(message)
})
