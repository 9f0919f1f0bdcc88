import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coroutine, type Receiver } from '../../src/core/coroutine.ts'
import { map } from '../../src/core/map.ts'

const gather = coroutine(function* (items: string[]): Receiver<string> {
  while (true) items.push(yield)
})

const one = coroutine(function* (): Receiver<string> {
  yield
})

test('passes on what the map of an array would', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.func(fc.string()), (items, change) => {
      const passed: string[] = []
      const line = map((item: number) => change(item), gather(passed))
      for (const item of items) line.send(item)
      expect(passed).toEqual(items.map((item) => change(item)))
    }),
  )
})

test('is done when its target is', () => {
  expect(map(String, one()).send('')).toBe(false)
})

test('an error of its function reaches the sender', () => {
  const line = map(() => {
    throw new Error('cannot change')
  }, gather([]))
  expect(() => line.send(1)).toThrow('cannot change')
})
