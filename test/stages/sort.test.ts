import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import { parseOrder, type Rank } from '../../src/expression/order.ts'
import type { Dictionary, Value } from '../../src/record/record.ts'
import { head } from '../../src/stages/head.ts'
import { sort } from '../../src/stages/sort.ts'
import { argumentOf, gather, started, through } from './through.ts'

const sorted = (text: string, records: Value[], memory?: string) =>
  through(sort, text, records, ...(memory ? [['sort-memory', memory] as [string, string]] : []))

test.each<[string, string, Value[], Value[]]>([
  ['numbers by their size', 'a', ['10', '9', '-1', '2.5'], ['-1', '2.5', '9', '10']],
  ['text by its code points', 'a', ['b', 'Ä', 'a', 'B', ''], ['', 'B', 'a', 'b', 'Ä']],
  ['text above the first plane last', 'a', ['😀', '\uffee', 'z'], ['z', '\uffee', '😀']],
  ['numbers before text', 'a', ['x', '7', '', '8'], ['7', '8', '', 'x']],
  ['the same in descending order', '-a', ['x', '7', 'y', '8'], ['8', '7', 'y', 'x']],
  ['numbers and text that is one alike', 'a', [10, '9', 8], [8, '9', 10]],
  [
    'large whole numbers exactly',
    'a',
    ['12345678901234567891', '12345678901234567890', '5', '-12345678901234567890'],
    ['-12345678901234567890', '5', '12345678901234567890', '12345678901234567891'],
  ],
])('sorts %s', (_, order, values, expected) => {
  const records = (list: Value[]) => list.map((a) => ({ a }))
  expect(sorted(order, records(values))).toEqual(records(expected))
})

test.each(['a', '-a'])('records without the field come last: %s', (order) => {
  const without: Value[] = [{ b: '1' }, null, 'text']
  expect(sorted(order, [...without, { a: 'x' }])).toEqual([{ a: 'x' }, ...without])
})

test('records that are equal in the field keep their order', () => {
  const records: Value[] = [
    { a: '1', n: 1 },
    { a: '01', n: 2 },
    { a: '1.0', n: 3 },
  ]
  expect(sorted('a', records)).toEqual(records)
  expect(sorted('-a', records)).toEqual(records)
})

test('of a field that repeats the value that comes first counts', () => {
  const records: Value[] = [{ a: ['9', '1'] }, { a: ['5', 'x'] }, { a: ['2', '8'] }]
  expect(sorted('a', records)).toEqual([records[0], records[2], records[1]])
  expect(sorted('-a', records)).toEqual([records[0], records[2], records[1]])
})

test('a second field orders what is equal in the first', () => {
  const records: Value[] = [
    { a: '1', b: 'x' },
    { a: '0', b: 'y' },
    { a: '1', b: 'y' },
    { a: '0', b: 'x' },
  ]
  expect(sorted('a,-b', records)).toEqual([records[1], records[3], records[2], records[0]])
})

const VALUE: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.integer({ min: -3, max: 12 }).map(String),
  fc.constantFrom('', 'a', 'b', 'ä', '😀', '\uffee', '1e1', '.5', '007', '99999999999999999999'),
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.constant(null),
)
const RECORD: fc.Arbitrary<Value> = fc.dictionary(
  fc.constantFrom('a', 'b', '__proto__', 'n'),
  fc.oneof(
    { weight: 5, arbitrary: VALUE },
    { weight: 1, arbitrary: fc.array(VALUE, { minLength: 1, maxLength: 3 }) },
  ),
)
const ORDER = fc.constantFrom('a', '-a', 'a,b', '-b,a', 'b,-__proto__', 'missing')

/** Written down again, without the shortcuts. */
function naively(records: Value[], order: string): Value[] {
  const fields = parseOrder('sort', order)
  const points = (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0)
  const compare = (a: Rank, b: Rank): number => {
    if (typeof a !== 'string' || typeof b !== 'string')
      return a === b ? 0 : Number(a) < Number(b) ? -1 : 1
    const [x, y] = [points(a), points(b)]
    const i = x.findIndex((point, i) => point !== y[i])
    return i < 0 ? x.length - y.length : i >= y.length ? 1 : (x[i] as number) - (y[i] as number)
  }
  const key = (record: Value, name: string, descending: boolean): [number, Rank] => {
    const isOwn = Object.hasOwn(record as Dictionary, name)
    const found = isOwn ? (record as Dictionary)[name] : undefined
    const ranks = (found === undefined ? [] : [found].flat()).map((value): [number, Rank] => {
      const text = value === null ? '' : String(value)
      const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)
      return isNumber ? [0, Number(text)] : [1, text]
    })
    const sign = descending ? -1 : 1
    ranks.sort(([a, x], [b, y]) => a - b || sign * compare(x, y))
    return ranks[0] ?? [2, null]
  }
  return records.toSorted((a, b) => {
    for (const { field, descending } of fields) {
      const [name = ''] = field
      const [[p, x], [q, y]] = [key(a, name, descending), key(b, name, descending)]
      const order = p - q || (p === 2 ? 0 : (descending ? -1 : 1) * compare(x, y))
      if (order !== 0) return order
    }
    return 0
  })
}

test.each([
  ['in memory', undefined],
  ['with runs on disk', '1K'],
  ['with a run for every record, in many passes', '1'],
])('is a stable sort, %s', (_, memory) => {
  fc.assert(
    fc.property(fc.array(RECORD, { maxLength: 40 }), ORDER, (records, order) => {
      expect(sorted(order, records, memory)).toEqual(naively(records, order))
    }),
    { numRuns: memory === '1' ? 30 : 100 },
  )
})

test('names such as __proto__ survive the disk', () => {
  const record = JSON.parse('{"__proto__":{"a":"1"},"constructor":"2"}') as Value
  expect(JSON.stringify(sorted('constructor', [record], '1'))).toBe(JSON.stringify([record]))
})

test('sends what it has when the input breaks', () => {
  const passed: Value[] = []
  const line = started(sort, 'a', gather(passed))
  for (const a of ['2', '1']) line.send({ a })
  line.throw(new Error('broken'))
  expect(passed).toEqual([{ a: '1' }, { a: '2' }])
})

test('sends no more than its target wants, and is done when that is', () => {
  const passed: Value[] = []
  const line = started(sort, 'a', started(head, '1', gather(passed)))
  for (const a of ['3', '1', '2']) expect(line.send({ a })).toBe(true)
  line.close()
  expect(passed).toEqual([{ a: '1' }])
  expect(started(sort, 'a', started(head, '0', gather([]))).done).toBe(true)
})

test('is described by its fields and its memory', () => {
  expect(sort.describe(sort.parse(' a , -b/@c'))).toBe('a, -b/@c, 256M in memory')
  expect(sort.describe(argumentOf(sort, 'a', ['sort-memory', '1536K']))).toBe('a, 1536K in memory')
})

test.each([
  ['', 'field "": expected a name'],
  ['a,', 'field "": expected a name'],
  ['-', 'field "": expected a name'],
  ['a,-a', '--sort: field given twice'],
])('%j cannot be understood', (text, message) => {
  expect(() => sort.parse(text)).toThrow(UsageError)
  expect(() => sort.parse(text)).toThrow(message)
})

test.each(['', '0', '1k', '-5', '1.5M', 'x'])('--sort-memory %j cannot be understood', (text) => {
  const add = () => argumentOf(sort, 'a', ['sort-memory', text])
  expect(add).toThrow(UsageError)
  expect(add).toThrow(
    `--sort-memory: expected bytes from 1, as in 300M, found ${JSON.stringify(text)}`,
  )
})
