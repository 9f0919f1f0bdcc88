import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import {
  accumulate,
  addFrom,
  describeAggregate,
  parseAggregates,
} from '../../src/expression/aggregate.ts'
import type { Value } from '../../src/record/record.ts'

function aggregated(call: string, values: Value[]): Value {
  const [aggregate] = parseAggregates(call)
  if (!aggregate) throw new Error('nothing to calculate')
  const accumulator = accumulate(aggregate)
  for (const a of values) addFrom({ a }, aggregate, accumulator)
  return accumulator.result()
}

const MIXED: Value[] = ['2', 10, '0.5', 'n/a', null, ['1', '3']]

test.each<[string, Value[], Value]>([
  ['count', MIXED, 6],
  ['count(a)', MIXED, 7],
  ['count(b)', MIXED, 0],
  ['numbers(a)', MIXED, 5],
  ['sum(a)', MIXED, 16.5],
  ['mean(a)', MIXED, 3.3],
  ['min(a)', MIXED, 0.5],
  ['max(a)', MIXED, 10],
  ['p50(a)', MIXED, 2],
  ['p100(a)', MIXED, 10],
  ['p99.9(a)', MIXED, 10],
  ['distinct(a)', [...MIXED, '10'], 7],
  ['first(a)', MIXED, '2'],
  ['last(a)', MIXED, '3'],
  ['first(a)', [{ b: '1' }], { b: '1' }],
  ['min(a)', ['2024-05-01', '2023-12-31'], '2023-12-31'],
  ['max(a)', ['2024-05-01', '2023-12-31'], '2024-05-01'],
  ['max(a)', ['x', '1'], 1],
  ['max(a)', ['12345678901234567891', '12345678901234567890'], '12345678901234567891'],
  ['sum(a)', ['0.1', '0.2'], 0.3],
  ['sum(a)', ['1e999', '1'], 1],
  ['sum(a)', ['x'], null],
  ['mean(a)', [], null],
  ['min(a)', [], null],
  ['p50(a)', ['x'], null],
  ['first(a)', [], null],
  ['distinct(a)', [], 0],
])('%s of %j is %j', (call, values, expected) => {
  expect(aggregated(call, values)).toEqual(expected)
})

describe('a list of calls', () => {
  test('names each as it is written, or as it says', () => {
    const found = parseAggregates(' count , total = sum( price ), p50(a/@b),n=count')
    expect(found).toEqual([
      { name: 'count', call: 'count' },
      { name: 'total', call: 'sum', field: ['price'] },
      { name: 'p50(a/@b)', call: 'p50', field: ['a', '@b'] },
      { name: 'n', call: 'count' },
    ])
    expect(found.map(describeAggregate).join(', ')).toBe(
      'count, total=sum(price), p50(a/@b), n=count',
    )
  })

  test.each([
    ['', 'found ""'],
    ['count,', 'found ""'],
    ['total', 'found "total"'],
    ['Sum(a)', 'found "Sum"'],
    ['p0(a)', 'found "p0"'],
    ['p101(a)', 'found "p101"'],
    ['p5x(a)', 'found "p5x"'],
    ['constructor(a)', 'found "constructor"'],
    ['sum(a', 'found "sum(a"'],
    ['sum a)', 'found "sum a)"'],
    ['sum(a)(b)', 'found "sum(a)(b)"'],
    ['sum', '--agg: expected a field, as in sum(price)'],
    ['sum()', 'field "": expected a name'],
    ['sum(a,b)', 'found "sum(a,b)"'],
    ['=sum(a)', '--agg: expected a name before "="'],
    ['7=sum(a)', '--agg: name is a number: "7"'],
  ])('%j cannot be understood', (text, message) => {
    expect(() => parseAggregates(text)).toThrow(UsageError)
    expect(() => parseAggregates(text)).toThrow(message)
  })
})
