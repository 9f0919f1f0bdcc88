import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Quantiles } from '../../src/sketch/quantiles.ts'
import { randomNumbers } from '../../src/sketch/random-numbers.ts'

function of(numbers: Iterable<number>): Quantiles {
  const quantiles = new Quantiles()
  for (const number of numbers) quantiles.add(number)
  return quantiles
}

test('of a few numbers they are exact, by the nearest rank', () => {
  const share = fc.integer({ min: 1, max: 100 })
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1, maxLength: 1000 }),
      share,
      (numbers, percent) => {
        const rank = Math.ceil((percent * numbers.length) / 100)
        const expected = numbers.toSorted((a, b) => a - b)[rank - 1]
        expect(of(numbers).at(percent / 100)).toBe(expected)
      },
    ),
  )
})

test('of none there is none', () => {
  expect(of([]).at(0.5)).toBeUndefined()
})

const COUNT = 300_000
const random = randomNumbers(5)
const SHAPES: Record<string, (n: number) => number> = {
  ascending: (n) => n,
  descending: (n) => -n,
  shuffled: (n) => (n * 7919) % COUNT,
  'far apart': () => random() ** -3,
  'in two heaps': (n) => (n % 2) * 1e9 + random(),
  'close together': () => 41.8 + random() / 100,
}

describe.each(Object.keys(SHAPES))('of many numbers, %s,', (shape) => {
  const numbers = Array.from({ length: COUNT }, (_, n) =>
    (SHAPES[shape] as (n: number) => number)(n),
  )
  const sorted = numbers.toSorted((a, b) => a - b)
  const quantiles = of(numbers)

  test.each([0.001, 0.01, 0.25, 0.5, 0.75, 0.99, 0.999])(
    'the rank of %d is right within 0.5 %%',
    (share) => {
      const found = quantiles.at(share) as number
      const rank = sorted.findIndex((number) => number >= found)
      expect(sorted[rank]).toBe(found) // it is one of them
      expect(Math.abs(rank / COUNT - share)).toBeLessThan(0.005)
    },
  )
})

test('an estimate says so', () => {
  expect(of(Array(1000).keys()).isEstimate).toBe(false)
  expect(of(Array(1001).keys()).isEstimate).toBe(true)
})
