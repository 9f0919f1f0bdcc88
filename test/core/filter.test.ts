import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coroutine, type Receiver } from '../../src/core/coroutine.ts'
import { filter } from '../../src/core/filter.ts'

const gather = coroutine(function* (items: number[]): Receiver<number> {
  while (true) items.push(yield)
})

const two = coroutine(function* (): Receiver<number> {
  yield
  yield
})

test('passes on what the filter of an array would', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.func(fc.boolean()), (items, keep) => {
      const passed: number[] = []
      const line = filter((item: number) => keep(item), gather(passed))
      for (const item of items) line.send(item)
      expect(passed).toEqual(items.filter((item) => keep(item)))
    }),
  )
})

test('takes more after an item that it does not keep', () => {
  expect(filter(() => false, two()).send(1)).toBe(true)
})

test('is done when its target is', () => {
  const line = filter((n: number) => n > 0, two())
  expect([1, 0, 2].map((n) => line.send(n))).toEqual([true, true, false])
})

test('an error of its function reaches the sender', () => {
  const line = filter(() => {
    throw new Error('undecided')
  }, gather([]))
  expect(() => line.send(1)).toThrow('undecided')
})
