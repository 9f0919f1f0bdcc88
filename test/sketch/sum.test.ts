import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactly, rounded } from '../../src/sketch/exact.ts'
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
  [['1e308', '1e308', '-1e308', '-1e308', '1'], 1],
  [['1e308', '1e308', '-1e308'], 1e308],
  [['1e308', '1e308'], Number.POSITIVE_INFINITY],
  [['5e-324', '1e308', '-1e308'], 5e-324],
  [['1e100', '1', '1e-100', '-1e100', '-1'], 1e-100],
  [['-0.10', '-0.20', '0.30'], 0],
  [[`0.${'0'.repeat(120)}1`], 1e-121],
  [['0.1', `0.${'0'.repeat(150)}1`], 0.1],
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

const NUMBERS = fc.array(
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: -1000, max: 1000, noNaN: true }),
    fc.constantFrom(1e308, -1e308, 5e-324, 0.1, -0.1, 2 ** 53, 2 ** 970, -(2 ** 970), 2 ** -1022),
  ),
  { maxLength: 30 },
)

test('the sum is exact but for one rounding, in every order and of all parts', () => {
  fc.assert(
    fc.property(NUMBERS, fc.nat(30), (numbers, cut) => {
      const exact = numbers.reduce((total, number) => total + exactly(number), 0n)
      const of = (some: number[]) => {
        const sum = new Sum()
        for (const number of some) sum.add(number, '1e0')
        return sum
      }
      expect(of(numbers).value).toBe(rounded(exact))
      expect(of(numbers.toReversed()).value).toBe(rounded(exact))
      const sum = of(numbers.slice(0, cut))
      sum.merge(structuredClone(of(numbers.slice(cut)).state()))
      expect(sum.value).toBe(rounded(exact))
      expect(sum.count).toBe(numbers.length)
    }),
  )
})
