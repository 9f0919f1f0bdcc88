import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ring } from '../../src/task/ready.ts'

test('a ring is a queue whose front can be pushed to', () => {
  const operations = fc.array(fc.constantFrom('push', 'push', 'shift', 'unshift'), {
    maxLength: 300,
  })
  fc.assert(
    fc.property(operations, (names) => {
      const ring = new Ring<number>()
      const list: number[] = []
      names.forEach((name, n) => {
        if (name === 'shift') expect(ring.shift()).toBe(list.shift())
        else {
          ring[name](n)
          list[name](n)
        }
        expect(ring.size).toBe(list.length)
      })
      while (list.length > 0) expect(ring.shift()).toBe(list.shift())
      expect(ring.shift()).toBeUndefined()
    }),
  )
})
