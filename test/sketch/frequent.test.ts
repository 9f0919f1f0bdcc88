import { expect, test } from 'vitest'
import { Frequent } from '../../src/sketch/frequent.ts'

function of(texts: Iterable<string>): Frequent {
  const frequent = new Frequent()
  for (const text of texts) frequent.add(text)
  return frequent
}

test('of few texts it is exact, the first of several', () => {
  const found = of(['b', 'a', 'a', 'b', 'c'])
  expect(found.first).toEqual({ text: 'b', count: 2 })
  expect(found.isEstimate).toBe(false)
})

test('of none there is none', () => {
  expect(of([]).first).toBeUndefined()
})

test('of many it finds the one that stands out, and never counts too high', () => {
  function* texts() {
    for (let n = 0; n < 200_000; n++) {
      yield `rare ${n}`
      if (n % 20 === 0) yield 'often'
      if (n % 40 === 0) yield 'less often'
    }
  }
  const found = of(texts())
  expect(found.isEstimate).toBe(true)
  expect(found.first?.text).toBe('often')
  expect(found.first?.count).toBeLessThanOrEqual(10_000)
  expect(found.first?.count).toBeGreaterThan(9_500)
})

test('of texts that are all different it says some', () => {
  const found = of(Array.from({ length: 10_000 }, (_, n) => String(n)))
  expect(found.first?.count).toBe(1)
})
