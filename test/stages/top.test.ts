import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/core/errors.ts'
import type { Value } from '../../src/record/record.ts'
import { head } from '../../src/stages/head.ts'
import { sort } from '../../src/stages/sort.ts'
import { top } from '../../src/stages/top.ts'
import { argumentOf, gather, type Said, started, through } from './through.ts'

const PRICES: Value[] = [
  { id: 'a', price: '9' },
  { id: 'b', price: '10' },
  { id: 'c' },
  { id: 'd', price: 'free' },
  { id: 'e', price: '10.0' },
]

const idsOf = (records: Value[]) => records.map((record) => (record as { id: string }).id).join('')

test.each<[string, string, Said[], string]>([
  ['the largest come first, equal ones in their order', '3', [['by', 'price']], 'bea'],
  ['numbers before text, missing ones last', '9', [['by', 'price']], 'beadc'],
  [
    'ascending the smallest',
    '2',
    [
      ['by', 'price'],
      ['ascending', ''],
    ],
    'ab',
  ],
  ['the second field where the first is equal', '2', [['by', 'price,id']], 'eb'],
  ['none of none', '0', [['by', 'price']], ''],
])('%s', (_, count, said, ids) => {
  expect(idsOf(through(top, count, PRICES, ...said))).toBe(ids)
})

test('is the same as sorting and taking the head', () => {
  const price = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom('x', 'y', '7', ''))
  const record = fc.record({ price, id: fc.nat() }, { requiredKeys: ['id'] })
  fc.assert(
    fc.property(
      fc.array(record, { maxLength: 50 }),
      fc.nat(12),
      fc.boolean(),
      (made, count, isUp) => {
        const records = made as Value[]
        const said: Said[] = isUp
          ? [
              ['by', 'price'],
              ['ascending', ''],
            ]
          : [['by', 'price']]
        const order = isUp ? 'price' : '-price'
        expect(through(top, String(count), records, ...said)).toEqual(
          through(head, String(count), through(sort, order, records)),
        )
      },
    ),
  )
})

test('sends what it has when the input breaks', () => {
  const passed: Value[] = []
  const line = started(top, '1', gather(passed), ['by', 'price'])
  for (const record of PRICES) line.send(record)
  line.throw(new Error('broken'))
  expect(idsOf(passed)).toBe('b')
})

test('is described by what it does', () => {
  expect(top.describe(argumentOf(top, '3', ['by', 'a, b/c']))).toBe('3 by a, b/c')
  expect(top.describe(argumentOf(top, '3', ['ascending', ''], ['by', 'a']))).toBe(
    '3 by a, ascending',
  )
})

test.each<[string, Said[], string]>([
  ['ten', [], '--top: expected a number of records, found "ten"'],
  ['3', [['by', '-a']], '--by: the largest come first; for the smallest add --ascending'],
  ['3', [['by', '']], 'field "": expected a name'],
  ['3', [['by', 'a,a']], '--by: field given twice'],
])('%s %j cannot be understood', (text, said, message) => {
  expect(() => argumentOf(top, text, ...said)).toThrow(UsageError)
  expect(() => argumentOf(top, text, ...said)).toThrow(message)
})

test('it must be given by what', () => {
  expect(() => top.describe(top.parse('3'))).toThrow('--top: expected --by FIELD right after it')
  expect(() => started(top, '3', gather([]))).toThrow(UsageError)
})
