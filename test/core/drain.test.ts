import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { coroutine, ending, MORE, type Receiver, type Target } from '../../src/core/coroutine.ts'
import { cut, drain } from '../../src/core/drain.ts'
import { Gate } from '../../src/core/gate.ts'

const numbers = coroutine(function* (count: number, target: Target<number>): Receiver<never> {
  try {
    yield
  } finally {
    for (let n = 0; n < count; n++) {
      yield MORE
      if (!target.send(n)) break
    }
  }
})

const gather = coroutine(function* (items: number[], onItem: () => void): Receiver<number> {
  while (true) {
    items.push(yield)
    onItem()
  }
})

test('sends as long as the gate is open, and goes on when it opens', async () => {
  const gate = new Gate()
  const items: number[] = []
  const line = numbers(
    10,
    gather(items, () => items.length % 4 === 0 && gate.shut()),
  )
  const drained = drain(ending(line), gate)
  await pause(5)
  expect(items).toHaveLength(4)
  gate.open()
  await pause(5)
  expect(items).toHaveLength(8)
  gate.open()
  await drained
  expect(items).toHaveLength(10)
})

test('raises what made a sink fail', async () => {
  const gate = new Gate()
  const items: number[] = []
  const line = numbers(
    10,
    gather(items, () => gate.fail(new Error('disk full'))),
  )
  await expect(drain(ending(line), gate)).rejects.toThrow('disk full')
  expect(items).toHaveLength(1)
})

test('lets others have their turn where no gate is ever shut', async () => {
  const items: number[] = []
  let turns = 0
  const timer = setInterval(() => turns++, 0)
  await drain(
    ending(
      numbers(
        200_000,
        gather(items, () => {}),
      ),
    ),
    new Gate(),
  )
  clearInterval(timer)
  expect(items).toHaveLength(200_000)
  expect(turns).toBeGreaterThan(2)
})

test('what is cut sends no more', async () => {
  const gate = new Gate()
  const items: number[] = []
  const steps = ending(
    numbers(
      10,
      gather(items, () => items.length === 3 && gate.shut()),
    ),
  )
  const drained = drain(steps, gate)
  expect(() => cut(steps, new Error('enough'))).toThrow('enough')
  gate.open()
  await drained
  expect(items).toHaveLength(3)
})
