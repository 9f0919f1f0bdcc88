import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareRanks,
  describeOrder,
  parseOrder,
  type Rank,
  rankOf,
} from '../../src/expression/order.ts'
import type { Value } from '../../src/record/record.ts'
import { compareText } from '../../src/record/text-order.ts'

test.each<[Value, Rank]>([
  ['7', 7],
  [7, 7],
  ['007', 7],
  ['+1.50e2', 150],
  ['1e999', Number.POSITIVE_INFINITY],
  ['+12345678901234567890', 12345678901234567890n],
  ['7 km', '7 km'],
  [Number.NaN, 'NaN'],
  [true, 'true'],
  [null, ''],
  [{ '#text': '5', '@unit': 'km' }, 5],
  [{ a: '5' }, ''],
])('%o ranks as %o', (value, rank) => {
  expect(rankOf(value)).toBe(rank)
})

const RANK = fc.oneof(
  fc.double({ noNaN: true }),
  fc.bigInt(),
  fc.string({ unit: 'binary' }),
  fc.constant(null),
)

test('it is an order, in both directions', () => {
  fc.assert(
    fc.property(RANK, RANK, RANK, fc.boolean(), (a, b, c, descending) => {
      const compare = (x: Rank, y: Rank) => Math.sign(compareRanks(x, y, descending))
      expect(compare(a, a)).toBe(0)
      expect(compare(a, b) + compare(b, a)).toBe(0)
      if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0)
    }),
  )
})

test('text is ordered as its bytes in UTF-8', () => {
  const text = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(text, text, (a, b) => {
      const order = Buffer.compare(Buffer.from(a), Buffer.from(b))
      expect(Math.sign(compareText(a, b))).toBe(order)
    }),
  )
})

test('an order is described as it was written', () => {
  expect(describeOrder(parseOrder('sort', ' -a/@b,c '))).toBe('-a/@b, c')
})
