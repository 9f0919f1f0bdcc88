import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import {
  killTask,
  newTask,
  type Routine,
  runBlocking,
  Scheduler,
  sleep,
} from '../../../src/task/index.ts'
import { eventually } from '../../eventually.ts'

const folder = mkdtempSync(join(tmpdir(), 'cosax-task-'))
const path = join(folder, 'work.mjs')
writeFileSync(
  path,
  `export const add = (a, b) => a + b
   export async function later(text) { return text.toUpperCase() }
   export default () => 'by default'
   export function fail() { throw new RangeError('too far') }
   export function uncopied() { return () => {} }
   export function forever() { for (;;); }
   export function leave() { process.exit(3) }`,
)
const work = pathToFileURL(path)
afterAll(() => rmSync(folder, { recursive: true }))

const run = <T>(body: () => Routine<T>): Promise<T> => new Scheduler().run(body)
const messageOf = (routine: () => Routine): Promise<string> =>
  run(routine).then(
    () => 'none',
    (error) => error.message,
  )
const threads = (): number =>
  process.getActiveResourcesInfo().filter((each) => each === 'MessagePort' || each === 'Worker')
    .length

test('a promise gives what it is resolved with, with its type', async () => {
  const results = await run(function* () {
    const now: number = yield* runBlocking(Promise.resolve(1))
    const later: string = yield* runBlocking(async () => 'two')
    return [now, later]
  })
  expect(results).toEqual([1, 'two'])
})

test('a promise that is rejected throws, and so does a function that does', async () => {
  expect(
    await messageOf(() => runBlocking(() => Promise.reject(new Error('no')))[Symbol.iterator]()),
  ).toBe('no')
  expect(
    await messageOf(() =>
      runBlocking(() => {
        throw new Error('at once')
      })[Symbol.iterator](),
    ),
  ).toBe('at once')
})

test('a kill aborts what listens to the signal, and nobody sees what comes of it', async () => {
  const notes: string[] = []
  await run(function* () {
    const id = yield* newTask(
      runBlocking(
        (signal) =>
          new Promise((_, reject) => {
            signal.onabort = () => {
              notes.push('aborted')
              reject(new Error('unseen'))
            }
          }),
      )[Symbol.iterator](),
    )
    yield* sleep(1)
    yield* killTask(id)
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(notes).toEqual(['aborted'])
})

test('a function of a module runs in a thread, and other tasks meanwhile', async () => {
  let turns = 0
  const results = await run(function* () {
    const counting = yield* newTask(function* () {
      while (true) {
        turns++
        yield* sleep(1)
      }
    })
    const results = [
      yield* runBlocking<number>(work, 'add', 20, 22),
      yield* runBlocking<string>(work, 'later', 'up'),
      yield* runBlocking<string>(work, 'default'),
    ]
    yield* killTask(counting)
    return results
  })
  expect(results).toEqual([42, 'UP', 'by default'])
  expect(turns).toBeGreaterThan(2)
})

test.each([
  ['fail', 'too far'],
  ['uncopied', 'could not be cloned'],
  ['missing', 'not a function'],
  ['leave', 'the thread of leave ended without a result'],
])('in a thread, %s is an error', async (name, message) => {
  expect(await messageOf(() => runBlocking(work, name)[Symbol.iterator]())).toContain(message)
})

test('a kill ends the thread', async () => {
  const before = threads()
  await run(function* () {
    const id = yield* newTask(runBlocking(work, 'forever')[Symbol.iterator]())
    yield* sleep(200)
    yield* killTask(id)
  })
  await eventually(() => expect(threads()).toBeLessThanOrEqual(before))
})
