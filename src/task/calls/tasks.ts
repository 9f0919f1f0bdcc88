// Provides the system calls about tasks: which one am I, start one, kill one, wait for one.

import { type Body, type StartOptions, type SystemCall, systemCall } from '../system-call.ts'

declare const RESULT: unique symbol

/** The name of a task, a number from 1 on. Its type remembers what the task gives. */
export type TaskId<T = unknown> = number & { readonly [RESULT]?: T }

/**
 * Gives the id of the task itself.
 *
 * @example
 * ```js
 * import { getTaskId, newTask, Scheduler } from 'cosax/task'
 *
 * function* greet() {
 *   console.log('I am task', yield* getTaskId())
 * }
 *
 * await new Scheduler().run(function* () {
 *   yield* newTask(greet)
 *   yield* greet()
 * })
 * ```
 * ```text
 * I am task 2
 * I am task 1
 * ```
 */
export function getTaskId(): SystemCall<TaskId> {
  return systemCall('getTaskId', (task) => task.resume(task.id))
}

/**
 * Starts a task and gives its id. It belongs to the group of the task that starts it, if there is one.
 *
 * An error of the new task goes to those who wait for it. Where nobody does it ends its group, or, without one, the
 * scheduler: at once if the task that started it waits for something else or has ended, otherwise when it next
 * waits, gives its turn away or ends. So there is time to start a task and then to wait for it; where several may fail while
 * one is waited for, a `group` gets their errors. With `detached` nobody has to care: then `onError` of the scheduler is
 * shown the error, and the task belongs to no group.
 */
export function newTask<T>(body: Body<T>, options: StartOptions = {}): SystemCall<TaskId<T>> {
  return systemCall('newTask', (task, system) => {
    task.resume(system.start(body, options, task.id))
  })
}

/**
 * Ends a task where it is: its `finally` blocks run, in subroutines first, and may make calls; a `catch` does not see
 * it. A task that is in its `finally` blocks already goes on with them. Does not wait for the end: `waitTask` does.
 *
 * @returns whether there was such a task.
 *
 * @example
 * ```js
 * import { killTask, newTask, Scheduler, sleep } from 'cosax/task'
 *
 * function* watch() {
 *   try {
 *     yield* sleep(60_000)
 *   } finally {
 *     console.log('leaving')
 *     yield* sleep(1)
 *     console.log('gone')
 *   }
 * }
 *
 * await new Scheduler().run(function* () {
 *   const id = yield* newTask(watch)
 *   yield* sleep(1)
 *   console.log(yield* killTask(id))
 * })
 * ```
 * ```text
 * leaving
 * true
 * gone
 * ```
 */
export function killTask(id: number): SystemCall<boolean> {
  return systemCall(`killTask(${id})`, (task, system) => task.resume(system.kill(id)))
}

/**
 * Waits for the end of a task and gives its result, or throws its error. The result is kept until the task that
 * started it ends; later, and where that was started detached, the answer is `undefined`.
 *
 * @throws the error of the task; `TaskKilledError` if it was killed; `NoTaskError` if there was never one of that id.
 *
 * @example
 * ```js
 * import { newTask, Scheduler, sleep, waitTask } from 'cosax/task'
 *
 * function* add(a, b) {
 *   yield* sleep(5)
 *   return a + b
 * }
 *
 * await new Scheduler().run(function* () {
 *   const first = yield* newTask(add(1, 2))
 *   const second = yield* newTask(add(30, 40))
 *   console.log(yield* waitTask(second), yield* waitTask(first))
 * })
 * ```
 * ```text
 * 70 3
 * ```
 */
export function waitTask<T>(id: TaskId<T>): SystemCall<T>
export function waitTask(id: number): SystemCall<unknown>
export function waitTask(id: number): SystemCall<unknown> {
  return systemCall(`waitTask(${id})`, (task, system) => system.join(id, task))
}
