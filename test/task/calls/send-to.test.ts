import { expect, test } from 'vitest'
import { broadcast } from '../../../src/core/broadcast.ts'
import { coroutine, gatesOf, type Receiver, type Target } from '../../../src/core/coroutine.ts'
import { filter } from '../../../src/core/filter.ts'
import {
  Gate,
  killTask,
  newTask,
  type Routine,
  Scheduler,
  sendTo,
  sleep,
} from '../../../src/task/index.ts'

const run = <T>(body: () => Routine<T>): Promise<T> => new Scheduler().run(body)

const collect = coroutine(function* (items: unknown[], _gate: Gate): Receiver<unknown> {
  while (true) items.push(yield)
})
const head = coroutine(function* (count: number, target: Target<unknown>): Receiver<unknown> {
  for (let n = 0; n < count; n++) target.send(yield)
})

test('waits while a gate after the target is shut', async () => {
  const [gate, items]: [Gate, unknown[]] = [new Gate(), []]
  const target = filter((n: number) => n % 2 === 1, collect([items], gate) as Target<number>)
  const sink = collect(items, gate)
  const line = filter((n: number) => n % 2 === 1, sink as Target<number>)
  expect(gatesOf(target)).toEqual([gate])
  await run(function* () {
    gate.shut()
    yield* newTask(function* () {
      for (const n of [1, 2, 3]) expect(yield* sendTo(line, n)).toBe(true)
    })
    yield* sleep(5)
    expect(items).toEqual([])
    gate.open()
    yield* sleep(5)
    expect(items).toEqual([1, 3])
  })
})

test('waits for each of several gates, and for one that is given instead', async () => {
  const [one, other, given] = [new Gate(), new Gate(), new Gate()]
  const items: unknown[] = []
  const target = broadcast([collect(items, one), collect(items, other), collect(items, other)])
  expect(gatesOf(target)).toEqual([one, other])
  await run(function* () {
    for (const gate of [one, other]) gate.shut()
    yield* newTask(function* () {
      yield* sendTo(target, 'late')
    })
    one.open()
    yield* sleep(5)
    expect(items).toEqual([])
    expect(yield* sendTo(target, 'at once', given)).toBe(true)
    expect(items).toEqual(['at once', 'at once', 'at once'])
    other.open()
    yield* sleep(5)
    expect(items.length).toBe(6)
  })
})

test('a gate that is shut again before the turn of the task keeps it waiting', async () => {
  const gate = new Gate()
  const items: unknown[] = []
  const target = collect(items, gate)
  await run(function* () {
    gate.shut()
    const send = function* (item: number): Routine<void> {
      yield* sendTo(target, item)
      gate.shut() // full after each
    }
    yield* newTask(send(1))
    yield* newTask(send(2))
    yield* sleep(2)
    gate.open()
    yield* sleep(2)
    expect(items).toEqual([1])
    gate.open()
    yield* sleep(2)
    expect(items).toEqual([1, 2])
  })
})

test('answers false when the target is done, at once', async () => {
  const gate = new Gate()
  const items: unknown[] = []
  const target = head(1, collect(items, gate))
  await run(function* () {
    expect(yield* sendTo(target, 'a')).toBe(false) // it took that one, and no more
    gate.shut()
    expect(yield* sendTo(target, 'b')).toBe(false)
  })
  expect(items).toEqual(['a'])
})

test('a gate that fails throws, and a target that throws does', async () => {
  const gate = new Gate()
  const bad = coroutine(function* (): Receiver<unknown> {
    yield
    throw new Error('cannot digest')
  })
  const messages: string[] = []
  await run(function* () {
    gate.shut()
    yield* newTask(function* () {
      yield* sleep(2)
      gate.fail(new Error('disk full'))
    })
    for (const target of [collect([], gate), bad()]) {
      try {
        yield* sendTo(target, 1)
      } catch (error) {
        messages.push((error as Error).message)
      }
    }
  })
  expect(messages).toEqual(['disk full', 'cannot digest'])
})

test('a killed task sends nothing, and a sender leaves room for others', async () => {
  const gate = new Gate()
  const items: unknown[] = []
  const target = collect(items, gate)
  let isOver = false
  await run(function* () {
    gate.shut()
    const id = yield* newTask(function* () {
      yield* sendTo(target, 'lost')
    })
    yield* sleep(1)
    yield* killTask(id)
    gate.open()
    yield* sleep(1)
    expect(items).toEqual([])
    yield* newTask(function* () {
      while (!isOver) yield* sendTo(target, 'more')
    })
    for (let n = 0; n < 5; n++) yield
    isOver = true
  })
  expect(items.length).toBeLessThan(10)
})
