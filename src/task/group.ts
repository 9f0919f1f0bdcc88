// Provides `group`: tasks that end together.

import {
  type Body,
  type Caller,
  type Members,
  type Outcome,
  type Routine,
  type System,
  systemCall,
} from './system-call.ts'
import { justLeave, type Wait, WaitingLine } from './wait.ts'

/**
 * Runs `body` as a task, and gives its result when it and all tasks that were started in it, by it or by these, have
 * ended. If one of them fails the others are killed, and when their `finally` blocks have run that error is thrown here,
 * also where somebody waits for the task. If the task that waits here is killed, so is the group, before the
 * `finally` blocks of that task run. One that is started detached is no member, and one that is killed by its id is no failure.
 *
 * @throws the error of the first member that failed; those of others go to `onError` of the scheduler.
 *
 * @example
 * ```js
 * import { group, newTask, Scheduler, sleep } from 'cosax/task'
 *
 * function* worker(name, ms) {
 *   try {
 *     yield* sleep(ms)
 *     if (name === 'bad') throw new Error('no more paper')
 *   } finally {
 *     console.log(name, 'ends')
 *   }
 * }
 *
 * await new Scheduler().run(function* () {
 *   try {
 *     yield* group(function* () {
 *       yield* newTask(worker('good', 60_000))
 *       yield* newTask(worker('bad', 5))
 *     })
 *   } catch (error) {
 *     console.log(error.message)
 *   }
 * })
 * ```
 * ```text
 * bad ends
 * good ends
 * no more paper
 * ```
 */
export function* group<T>(body: Body<T>): Routine<T> {
  const members = new Group()
  try {
    yield systemCall('group', (task, system) => members.open(system, body, task))
    return yield systemCall('group', (task) => members.join(task))
  } finally {
    yield systemCall('group', (task) => members.close(task))
  }
}

class Group implements Members {
  readonly #ids = new Set<number>()
  readonly #waiters = new WaitingLine()
  #system: System | undefined
  #first = 0
  #result: unknown
  #failure: { error: unknown } | undefined
  isClosing = false

  open(system: System, body: Body, caller: Caller): void {
    this.#system = system
    this.#first = system.start(body, { members: this, detached: true }, caller.id)
    caller.resume()
  }

  joined(id: number): void {
    this.#ids.add(id)
  }

  left(id: number, outcome: Outcome): boolean {
    this.#ids.delete(id)
    if (id === this.#first && outcome.how === 'returned') this.#result = outcome.result
    const isNews = outcome.how === 'failed' && this.#failure === undefined
    if (isNews) {
      this.#failure = outcome
      this.#kill()
    }
    if (this.#ids.size === 0) for (const wait of this.#waiters) this.#answer(wait)
    return isNews
  }

  join(caller: Caller): void {
    if (this.#ids.size > 0) this.#waiters.push(caller.wait(justLeave, 'tasks'))
    else this.#answer(caller)
  }

  close(caller: Caller): void {
    this.#kill()
    this.#failure = undefined // it has been thrown
    this.join(caller)
  }

  #kill(): void {
    this.isClosing = true
    for (const id of this.#ids) this.#system?.kill(id)
  }

  #answer(waiter: Wait | Caller): void {
    if (this.#failure) waiter.fail(this.#failure.error)
    else waiter.resume(this.#result)
  }
}
