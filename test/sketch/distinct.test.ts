import { describe, expect, test } from 'vitest'
import { Distinct } from '../../src/sketch/distinct.ts'

function distinct(count: number, prefix = ''): Distinct {
  const found = new Distinct()
  for (let n = 0; n < count; n++) {
    found.add(`${prefix}${n}`)
    found.add(`${prefix}${n >> 1}`)
  }
  return found
}

test.each([0, 1, 999, 1000])('%i are counted exactly', (count) => {
  expect([distinct(count).count, distinct(count).isEstimate]).toEqual([count, false])
})

describe.each([1001, 5000, 20_000, 50_000, 100_000, 500_000])('%i', (count) => {
  test.each(['', 'key-', 'https://example.org/'])(
    'with the prefix %j are estimated within 3 %%',
    (prefix) => {
      const found = distinct(count, prefix)
      expect(found.isEstimate).toBe(true)
      expect(Math.abs(found.count / count - 1)).toBeLessThan(0.03)
    },
  )
})
