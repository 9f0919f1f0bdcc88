import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Sum } from '../../src/sketch/sum.ts'

function sum(texts: string[]): number {
  const sum = new Sum()
  for (const text of texts) sum.add(Number(text), text)
  return sum.value
}

test.each([
  [[], 0],
  [['0.1', '0.2'], 0.3],
  [['1e16', '1', '-1e16'], 1],
  [['0.10', '0.20', '-0.30'], 0],
  [['1e-7', '2e-7'], 3e-7],
  [['9007199254740993', '0'], 9007199254740992],
])('%j make %d', (texts, expected) => {
  expect(sum(texts)).toBeCloseTo(expected, 12)
  if (expected !== 3e-7) expect(sum(texts)).toBe(expected)
})

test('prices add up to the cent', () => {
  const cents = fc.integer({ min: -1e9, max: 1e9 })
  fc.assert(
    fc.property(fc.array(cents, { maxLength: 200 }), (prices) => {
      const total = prices.reduce((total, price) => total + price, 0) / 100
      expect(sum(prices.map((price) => (price / 100).toFixed(2)))).toBe(total + 0)
    }),
  )
})
