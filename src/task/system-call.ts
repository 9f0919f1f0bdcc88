// Provides system calls: what a task yields to ask the system for something, and what a call may do for it.

import type { Clock } from './clock.ts'
import type { Refuse, Wait, Wakers } from './wait.ts'

/**
 * The body of a task, or a subroutine of it: a generator that traps. What it yields is a system call, another
 * routine, which runs as its subroutine, or nothing, which gives the turn away.
 */
// biome-ignore lint/suspicious/noExplicitAny: what a `yield` gives depends on what was yielded; `yield*` knows
export type Routine<T = unknown> = Generator<Trap, T, any>

// biome-ignore lint/suspicious/noConfusingVoidType: what a generator yields that yields nothing
export type Trap = SystemCall<unknown> | Routine | void

/** What a task is started with: a generator, or the function that makes one. */
export type Body<T = unknown> = Routine<T> | (() => Routine<T>)

/**
 * A request to the system. `yield*` of a call gives its answer, and TypeScript knows the type; `yield` gives the
 * same without the type. Write your own by `handle`, which must do one of three things: `task.resume(answer)`,
 * `task.fail(error)`, or `task.wait(cancel)` and answer later.
 *
 * @example
 * ```js
 * import { Scheduler, SystemCall } from 'cosax/task'
 *
 * class Delivery extends SystemCall {
 *   handle(task) {
 *     const timer = setTimeout(() => wait.resume(`a parcel for task ${task.id}`), 10)
 *     const wait = task.wait(() => clearTimeout(timer))
 *   }
 * }
 *
 * await new Scheduler().run(function* () {
 *   console.log(yield* new Delivery())
 * })
 * ```
 * ```text
 * a parcel for task 1
 * ```
 */
export abstract class SystemCall<T = void> {
  /** Does what was asked for. What it throws appears in the task, at its `yield`. */
  abstract handle(task: Caller, system: System): void

  /** For `yield*`: yields the call, and gives the answer. */
  // biome-ignore lint/suspicious/noExplicitAny: what is sent in is not of a type that the caller knows
  [Symbol.iterator](): Generator<SystemCall<T>, T, any> {
    return new Asking(this) as unknown as Generator<SystemCall<T>, T, unknown>
  }

  /** What a task waits for, as an error or a trace shows it. */
  toString(): string {
    const { name } = this.constructor
    return name.charAt(0).toLowerCase() + name.slice(1)
  }
}

/** One `yield` of one call: a generator would do, but weighs five times as much while its task waits. */
class Asking<T> implements IterableIterator<SystemCall<T>, T, T> {
  #call: SystemCall<T> | undefined

  constructor(call: SystemCall<T>) {
    this.#call = call
  }

  next(answer: T): IteratorResult<SystemCall<T>, T> {
    const call = this.#call
    if (call === undefined) return { done: true, value: answer }
    this.#call = undefined
    return { done: false, value: call }
  }

  return(value: T): IteratorResult<SystemCall<T>, T> {
    this.#call = undefined
    return { done: true, value }
  }

  [Symbol.iterator](): this {
    return this
  }

  throw(error: unknown): never {
    throw error
  }
}

/** A call without a class of its own. `name` is shown while a task waits for it. */
export function systemCall<T>(name: string, handle: SystemCall<T>['handle']): SystemCall<T> {
  return new Request(name, handle)
}

class Request<T> extends SystemCall<T> {
  readonly name: string
  readonly handle: SystemCall<T>['handle']

  constructor(name: string, handle: SystemCall<T>['handle']) {
    super()
    this.name = name
    this.handle = handle
  }

  override toString(): string {
    return this.name
  }
}

/** The task that has made a call, as the call sees it. */
export interface Caller {
  readonly id: number

  /**
   * Has the task go on with `answer` when its turn comes. If it is killed before that, `refuse` gets the answer
   * back, so that nothing is lost that was meant for one task only.
   */
  resume(answer?: unknown, refuse?: Refuse): void

  /** Has the task go on with an error at its `yield`. */
  fail(error: unknown): void

  /**
   * Puts the task aside until the wait is resumed or fails. `cancel` is run when the task is killed meanwhile: it
   * takes back whatever would have ended the wait. `wakers` says who can end it: without it, something outside, such
   * as a socket. When all that is left are tasks that only other tasks could wake, that is an error.
   */
  wait(cancel: (wait: Wait) => void, wakers?: Wakers): Wait
}

/** The scheduler, as a call sees it. */
export interface System {
  readonly clock: Clock
  /** Starts a task and gives its id; `by` is the id of the task that asked. */
  start(body: Body, options?: StartOptions, by?: number): number
  /** Answers whether there was such a task. Its `finally` blocks run in its own next turns. */
  kill(id: number): boolean
  /** Answers the caller when the task of that id has ended. */
  join(id: number, caller: Caller): void
}

export interface StartOptions {
  /** An error of the task ends nothing, it belongs to no group, and its result is for those who wait already. */
  detached?: boolean
  /** The group that it belongs to; without it, that of the task which starts it. */
  members?: Members
}

/** Tasks that end together. */
export interface Members {
  readonly isClosing: boolean
  joined(id: number): void
  /** Answers whether it cares for the error, if there is one. */
  left(id: number, outcome: Outcome): boolean
}

/** How a task has ended. */
export type Outcome =
  | { how: 'returned'; result: unknown }
  | { how: 'failed'; error: unknown }
  | { how: 'killed' }
