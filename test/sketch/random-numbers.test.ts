import { expect, test } from 'vitest'
import { randomNumbers } from '../../src/sketch/random-numbers.ts'

const first = (seed?: number) => {
  const random = randomNumbers(seed)
  return Array.from({ length: 5 }, () => random())
}

test('a seed makes them the same in every version', () => {
  expect(first(1)).toEqual(first(1))
  expect(first(1).map((number) => number.toFixed(6))).toEqual([
    '0.568606',
    '0.889394',
    '0.470582',
    '0.352968',
    '0.336460',
  ])
})

test('another seed, or none, gives others', () => {
  const all = [1, 2, 2 ** 32, 2 ** 40, undefined, undefined].map((seed) => String(first(seed)))
  expect(new Set(all).size).toBe(all.length)
})

test('they lie between 0 and 1, evenly', () => {
  const random = randomNumbers(0)
  const tenths = new Array<number>(10).fill(0)
  for (let n = 0; n < 100_000; n++) {
    const tenth = Math.floor(random() * 10)
    tenths[tenth] = (tenths[tenth] as number) + 1
  }
  expect(tenths).toHaveLength(10)
  // 10000 each, with a standard deviation of 95
  expect(Math.min(...tenths)).toBeGreaterThan(9600)
})
