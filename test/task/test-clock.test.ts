import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Routine, runBlocking, Scheduler, sleep, testClock } from '../../src/task/index.ts'

describe('a test clock', () => {
  test('calls back in the order of times, and of coming where they are equal', () => {
    const times = fc.array(fc.record({ ms: fc.nat(5), isCancelled: fc.boolean() }))
    fc.assert(
      fc.property(times, (alarms) => {
        const clock = testClock()
        const rung: number[] = []
        const set = alarms.map(({ ms }, n) => clock.after(ms, () => rung.push(n)))
        alarms.forEach(({ isCancelled }, n) => {
          if (isCancelled) set[n]?.cancel()
        })
        while (clock.advance?.());
        const expected = alarms
          .map(({ ms, isCancelled }, n) => ({ ms, isCancelled, n }))
          .filter(({ isCancelled }) => !isCancelled)
          .sort((a, b) => a.ms - b.ms || a.n - b.n)
        expect(rung).toEqual(expected.map(({ n }) => n))
        expect(clock.hasCallback).toBe(false)
      }),
    )
  })

  test('jumps over hours', async () => {
    const clock = testClock()
    await new Scheduler({ clock }).run(function* () {
      for (let n = 0; n < 1000; n++) yield* sleep(3_600_000)
    })
    expect(clock.now()).toBe(3.6e9)
  })

  const orderOf = async (seed?: number): Promise<string> => {
    const order: number[] = []
    const scheduler = new Scheduler({ clock: testClock(seed) })
    for (let n = 0; n < 10; n++) {
      scheduler.start(function* (): Routine<void> {
        for (let k = 0; k < 3; k++) {
          order.push(n)
          yield
        }
      })
    }
    await scheduler.run()
    return order.join('')
  }

  test('draws the order of turns by its seed', async () => {
    expect(await orderOf()).toBe('012345678901234567890123456789')
    expect(await orderOf(1)).toBe(await orderOf(1))
    const orders = new Set(await Promise.all([1, 2, 3, 4, 5].map(orderOf)))
    expect(orders.size).toBe(5)
  })

  test('looks at the world before it jumps', async () => {
    const clock = testClock()
    const scheduler = new Scheduler({ clock })
    const notes: string[] = []
    scheduler.start(function* () {
      notes.push(yield* runBlocking(Promise.resolve('world')))
    })
    scheduler.start(function* () {
      yield* sleep(1000)
      notes.push('clock')
    })
    await scheduler.run()
    expect(notes).toEqual(['world', 'clock'])
  })

  test('does not wait for a world that says nothing', async () => {
    const scheduler = new Scheduler({ clock: testClock() })
    await scheduler.run(function* () {
      const id = scheduler.start(function* () {
        yield* runBlocking(new Promise(() => {}))
      })
      for (let n = 0; n < 10; n++) yield* sleep(1000)
      scheduler.kill(id)
    })
  })
})

test('the real clock waits as long as it should, and for very long', async () => {
  const start = performance.now()
  const scheduler = new Scheduler()
  await scheduler.run(function* () {
    const id = scheduler.start(function* () {
      yield* sleep(1e12) // which a timer of the platform takes for 1
    })
    yield* sleep(20)
    expect(scheduler.tasks.length).toBe(2)
    scheduler.kill(id)
  })
  expect(performance.now() - start).toBeGreaterThan(18)
})
