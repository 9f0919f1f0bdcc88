import { expect, test } from 'vitest'
import { Gate } from '../../src/core/gate.ts'

/** Whether the promise is settled once everything that can happen now has happened. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false
  promise.then(
    () => (settled = true),
    () => (settled = true),
  )
  await new Promise((resolve) => setImmediate(resolve))
  return settled
}

test('a new gate is open', async () => {
  expect(await isSettled(new Gate().whenOpen())).toBe(true)
})

test('a shut gate lets nothing through', async () => {
  const gate = new Gate()
  gate.shut()
  expect(await isSettled(gate.whenOpen())).toBe(false)
})

test('all that wait go on when the gate opens', async () => {
  const gate = new Gate()
  gate.shut()
  const waiting = gate.whenOpen()
  gate.open()
  await expect(waiting).resolves.toBeUndefined()
})

test('a gate that was shut twice opens at the second open', async () => {
  const gate = new Gate()
  gate.shut()
  gate.shut()
  const waiting = gate.whenOpen()
  gate.open()
  expect(await isSettled(waiting)).toBe(false)
  gate.open()
  expect(await isSettled(waiting)).toBe(true)
})

test('several can wait', async () => {
  const gate = new Gate()
  gate.shut()
  const waiting = Promise.all([gate.whenOpen(), gate.whenOpen(), gate.whenOpen()])
  gate.open()
  await expect(waiting).resolves.toHaveLength(3)
})

test('a gate that has opened can be shut again', async () => {
  const gate = new Gate()
  gate.shut()
  gate.open()
  gate.shut()
  const waiting = gate.whenOpen()
  expect(await isSettled(waiting)).toBe(false)
  gate.open()
  await waiting
})

test('all that wait when the gate fails get the error', async () => {
  const gate = new Gate()
  gate.shut()
  const waiting = Promise.allSettled([gate.whenOpen(), gate.whenOpen()])
  const fault = new Error('disk full')
  gate.fail(fault)
  expect(await waiting).toEqual([
    { status: 'rejected', reason: fault },
    { status: 'rejected', reason: fault },
  ])
})

test('those that come after the gate has failed get the error, open or shut', async () => {
  const gate = new Gate()
  gate.fail(new Error('disk full'))
  await expect(gate.whenOpen()).rejects.toThrow('disk full')
  gate.shut()
  await expect(gate.whenOpen()).rejects.toThrow('disk full')
})

test('the first error stays', async () => {
  const gate = new Gate()
  gate.fail(new Error('first'))
  gate.fail(new Error('second'))
  await expect(gate.whenOpen()).rejects.toThrow('first')
})

test('undefined is an error as any other', async () => {
  const gate = new Gate()
  gate.fail(undefined)
  await expect(gate.whenOpen()).rejects.toBeUndefined()
})

test('a failure that is not awaited is no unhandled rejection', async () => {
  const gate = new Gate()
  gate.shut()
  gate.fail(new Error('nobody there'))
  await new Promise((resolve) => setImmediate(resolve))
  await expect(gate.whenOpen()).rejects.toThrow('nobody there')
})

test('a failure is reported at once', () => {
  const reported: string[] = []
  const gate = new Gate(() => reported.push('failed'))
  gate.fail(new Error('full'))
  expect(reported).toEqual(['failed'])
})
