import { describe, expect, test } from 'vitest'
import {
  CLOSED,
  channel,
  killTask,
  newTask,
  type Routine,
  Scheduler,
  sleep,
  testClock,
} from '../../../src/task/index.ts'

const run = <T>(body: () => Routine<T>): Promise<T> =>
  new Scheduler({ clock: testClock() }).run(body)

describe('a channel', () => {
  test('makes the sender wait when it is full', async () => {
    const notes: string[] = []
    const items = channel<number>(2)
    await run(function* () {
      const sender = yield* newTask(function* () {
        for (let n = 1; n <= 4; n++) {
          yield* items.put(n)
          notes.push(`put ${n}`)
        }
      })
      yield* sleep(1)
      notes.push(`${items.size} in it, ${items.waiting.toPut} waiting`)
      const item: number | typeof CLOSED = yield* items.take()
      notes.push(`took ${String(item)}`)
      yield* sleep(1)
      yield* killTask(sender)
    })
    expect(notes).toEqual(['put 1', 'put 2', '2 in it, 1 waiting', 'took 1', 'put 3'])
  })

  test('without room goes from hand to hand', async () => {
    const notes: string[] = []
    const items = channel<string>()
    await run(function* () {
      yield* newTask(function* () {
        yield* items.put('a')
        notes.push('handed over')
      })
      yield* sleep(1)
      notes.push('late')
      yield* items.take()
      expect(items.size).toBe(0)
    })
    expect(notes).toEqual(['late', 'handed over'])
  })

  test('serves those who wait in the order in which they came', async () => {
    const taken: string[] = []
    const items = channel<number>()
    await run(function* () {
      for (const name of ['a', 'b', 'c']) {
        yield* newTask(function* () {
          taken.push(`${name}${String(yield* items.take())}`)
        })
      }
      for (const name of ['d', 'e']) {
        yield* newTask(function* () {
          yield* items.put(name.charCodeAt(0))
        })
      }
      yield* sleep(1)
      yield* items.put(0)
    })
    expect(taken).toEqual(['a100', 'b101', 'c0'])
  })

  test('that is closed gives what it holds, then says so', async () => {
    const items = channel<number>(5)
    const seen = await run(function* () {
      yield* items.put(1)
      yield* items.close()
      return [yield* items.put(2), yield* items.take(), yield* items.take(), yield* items.take()]
    })
    expect(seen).toEqual([false, 1, CLOSED, CLOSED])
  })

  test('that is closed wakes all who wait', async () => {
    const notes: unknown[] = []
    const [full, empty] = [channel<number>(), channel<number>()]
    await run(function* () {
      for (let n = 0; n < 3; n++) {
        yield* newTask(function* () {
          notes.push(yield* full.put(n))
        })
        yield* newTask(function* () {
          notes.push(yield* empty.take())
        })
      }
      yield* sleep(1)
      yield* full.close()
      yield* empty.close()
      yield* full.close()
    })
    expect(notes).toEqual([false, false, false, CLOSED, CLOSED, CLOSED])
  })

  test('gives to the next one what its taker did not live to take', async () => {
    const taken: unknown[] = []
    const items = channel<number>()
    await run(function* () {
      const take = function* (name: string): Routine<void> {
        taken.push([name, yield* items.take()])
      }
      const first = yield* newTask(take('first'))
      yield* newTask(take('second'))
      yield* sleep(1)
      yield* newTask(function* () {
        yield* items.put(7) // for the first, which has no turn before it is killed
      })
      yield* killTask(first)
      yield* sleep(1)
      expect(taken).toEqual([['second', 7]])
      const third = yield* newTask(take('third'))
      yield* sleep(1)
      yield* newTask(function* () {
        yield* items.put(8)
      })
      yield* killTask(third)
      yield* sleep(1)
      expect(items.size).toBe(1)
      const putter = yield* newTask(items.put(9)[Symbol.iterator]())
      yield* take('last')
      expect([items.size, items.waiting.toPut]).toEqual([0, 1]) // there is no room, as before
      yield* killTask(putter)
    })
    expect(taken).toEqual([
      ['second', 7],
      ['last', 8],
    ])
  })

  test('lets nobody wait who was killed', async () => {
    const items = channel<number>()
    await run(function* () {
      const ids = []
      for (let n = 0; n < 3; n++) ids.push(yield* newTask(items.put(n)[Symbol.iterator]()))
      yield* sleep(1)
      yield* killTask(ids[1] as number)
      expect(items.waiting).toEqual({ toPut: 2, toTake: 0 })
      expect([yield* items.take(), yield* items.take()]).toEqual([0, 2])
    })
  })

  test.each([-1, Number.NaN])('has no capacity of %s', (capacity) => {
    expect(() => channel(capacity)).toThrow(RangeError)
  })

  test('may be without bound', async () => {
    const items = channel<number>(Number.POSITIVE_INFINITY)
    await run(function* () {
      for (let n = 0; n < 1000; n++) yield* items.put(n)
      for (let n = 0; n < 1000; n++) expect(yield* items.take()).toBe(n)
    })
  })
})
