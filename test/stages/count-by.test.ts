import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import type { Value } from '../../src/record/record.ts'
import { countBy } from '../../src/stages/count-by.ts'
import { head } from '../../src/stages/head.ts'
import { gather, started, through } from './through.ts'

const BUSES: Value[] = [
  { route: '147', direction: 'N' },
  { route: '22', direction: 'N' },
  { route: '22', direction: 'S' },
  { route: '9', direction: 'S' },
  { route: '22', direction: 'N' },
]

test('the most frequent value comes first, then those met first', () => {
  expect(through(countBy, 'route', BUSES)).toEqual([
    { route: '22', count: 3 },
    { route: '147', count: 1 },
    { route: '9', count: 1 },
  ])
})

test('several fields are counted together', () => {
  expect(through(countBy, 'route,direction', BUSES)).toEqual([
    { route: '22', direction: 'N', count: 2 },
    { route: '147', direction: 'N', count: 1 },
    { route: '22', direction: 'S', count: 1 },
    { route: '9', direction: 'S', count: 1 },
  ])
})

test('keys come in the order of the fields, the number last', () => {
  const [first] = through(countBy, 'direction, route', BUSES)
  expect(JSON.stringify(first)).toBe('{"direction":"N","route":"22","count":2}')
})

test.each<[string, Value[], [Value, number][]]>([
  ['a missing field counts as null', [{ b: '1' }, null, 'text'], [[null, 3]]],
  ['an empty one as empty text', [{ a: null }, { a: '' }], [['', 2]]],
  [
    'text as itself',
    [{ a: 'null' }, {}],
    [
      ['null', 1],
      [null, 1],
    ],
  ],
  ['numbers and text as the same', [{ a: 1 }, { a: '1' }], [['1', 2]]],
  ['a dictionary as its text', [{ a: { '@x': '1', '#text': 'y' } }, { a: 'y' }], [['y', 2]]],
  [
    'one that repeats once for each value',
    [{ a: ['x', 'y', 'x'] }],
    [
      ['x', 1],
      ['y', 1],
    ],
  ],
  [
    'texts that look joined apart',
    [{ a: '1,2' }, { a: '1","2' }],
    [
      ['1,2', 1],
      ['1","2', 1],
    ],
  ],
  [
    '__proto__ as any text',
    [{ a: '__proto__' }, { a: 'constructor' }],
    [
      ['__proto__', 1],
      ['constructor', 1],
    ],
  ],
])('%s', (_, records, groups) => {
  const expected = groups.map(([a, count]) => ({ a, count }))
  expect(through(countBy, 'a', records)).toEqual(expected)
})

test('fields that repeat are combined', () => {
  const records: Value[] = [{ a: ['1', '2'], b: ['x', 'y'] }]
  expect(through(countBy, 'a,b', records)).toEqual([
    { a: '1', b: 'x', count: 1 },
    { a: '1', b: 'y', count: 1 },
    { a: '2', b: 'x', count: 1 },
    { a: '2', b: 'y', count: 1 },
  ])
})

test('a field below is named by its way', () => {
  const records: Value[] = [
    { author: [{ name: 'Ann' }, { name: 'Bob' }] },
    { author: { name: 'Ann' } },
  ]
  expect(through(countBy, 'author/name', records)).toEqual([
    { 'author/name': 'Ann', count: 2 },
    { 'author/name': 'Bob', count: 1 },
  ])
})

test('no records give no groups', () => {
  expect(through(countBy, 'a', [])).toEqual([])
})

test('the numbers add up to that of the records', () => {
  const record = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2', null))
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const groups = through(countBy, 'a,b', records) as { count: number }[]
      const counts = groups.map(({ count }) => count)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(records.length)
      expect(counts).toEqual([...counts].sort((a, b) => b - a))
    }),
  )
})

test('sends what it has counted when the input breaks', () => {
  const passed: Value[] = []
  const line = started(countBy, 'route', gather(passed))
  line.send({ route: '22' })
  line.throw(new Error('broken'))
  expect(passed).toEqual([{ route: '22', count: 1 }])
})

test('sends no more groups than its target wants', () => {
  const passed: Value[] = []
  const line = started(countBy, 'route', started(head, '1', gather(passed)))
  for (const bus of BUSES) line.send(bus)
  line.close()
  expect(passed).toEqual([{ route: '22', count: 3 }])
})

test('is described by its fields', () => {
  expect(countBy.describe(countBy.parse('route , stop/@id'))).toBe('route, stop/@id')
})

test.each([
  ['', 'field "": expected a name'],
  ['a,', 'field "": expected a name'],
  ['count', '--count-by count: the number needs that name'],
  ['a, count', '--count-by count: the number needs that name'],
])('%j cannot be understood', (text, message) => {
  expect(() => countBy.parse(text)).toThrow(UsageError)
  expect(() => countBy.parse(text)).toThrow(message)
})
