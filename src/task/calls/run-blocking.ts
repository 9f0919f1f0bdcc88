// Provides `runBlocking`: a task waits for a promise, or for a function in a thread of its own.

import { Worker } from 'node:worker_threads'
import { type SystemCall, systemCall } from '../system-call.ts'

/** What gives a promise; the signal is aborted when the task that waits is killed. */
export type Promising<T> = PromiseLike<T> | ((signal: AbortSignal) => PromiseLike<T>)

/**
 * Waits for a promise. With a `URL`, calls the function of that name which the module exports, in a thread of its own,
 * with a copy of the arguments, and gives a copy of the result: what takes long stops no other task. If the
 * task is killed meanwhile, the signal is aborted, or the thread is ended; a promise that was given as such goes on,
 * and nobody sees what comes of it.
 *
 * @example
 * ```js
 * import { Scheduler, runBlocking } from 'cosax/task'
 *
 * await new Scheduler().run(function* () {
 *   console.log(yield* runBlocking(Promise.resolve('from a promise')))
 *   const path = new URL('node:path')
 *   console.log(yield* runBlocking(path, 'basename', '/from/a/thread'))
 * })
 * ```
 * ```text
 * from a promise
 * thread
 * ```
 */
export function runBlocking<T>(promising: Promising<T>): SystemCall<T>
export function runBlocking<T>(module: URL, name: string, ...args: unknown[]): SystemCall<T>
export function runBlocking<T>(
  work: Promising<T> | URL,
  name = 'default',
  ...args: unknown[]
): SystemCall<T> {
  return work instanceof URL ? inThread(work, name, args) : promised(work)
}

function promised<T>(promising: Promising<T>): SystemCall<T> {
  return systemCall('runBlocking', (task) => {
    const aborting = new AbortController()
    const promise = typeof promising === 'function' ? promising(aborting.signal) : promising
    const wait = task.wait(() => aborting.abort())
    Promise.resolve(promise).then(
      (result) => wait.resume(result),
      (error) => wait.fail(error),
    )
  })
}

// by `import` only: it may be read as either kind of module
const THREAD = `import('node:worker_threads').then(async ({ parentPort, workerData }) => {
  const { module, name, args } = workerData
  const { [name]: work } = await import(module)
  const result = await work(...args)
  try {
    parentPort.postMessage(result)
  } catch (error) {
    throw new TypeError(error.message) // as the error itself cannot be copied either
  }
})`

function inThread<T>({ href: module }: URL, name: string, args: unknown[]): SystemCall<T> {
  return systemCall('runBlocking', (task) => {
    const worker = new Worker(THREAD, { eval: true, workerData: { module, name, args } })
    const wait = task.wait(() => worker.terminate())
    let answer = (): boolean => wait.fail(new Error(`the thread of ${name} ended without a result`))
    worker.on('message', (result) => {
      answer = () => wait.resume(result)
      worker.terminate()
    })
    worker.on('error', (error) => {
      answer = () => wait.fail(error)
    })
    worker.on('exit', () => answer())
  })
}
