// Provides the errors of tasks.

import { CosaxError } from '../core/errors.ts'

/** All tasks wait for each other: nothing from outside, no timer and no socket, can wake one. */
export class DeadlockError extends CosaxError {
  constructor(waiting: readonly { id: number; call: unknown }[]) {
    const some = waiting.slice(0, LISTED).map(({ id, call }) => `task ${id} in ${call}`)
    if (waiting.length > LISTED) some.push(`and ${waiting.length - LISTED} more`)
    super(`nothing can wake those who wait: ${some.join(', ')}`)
  }
}

const LISTED = 10

/** Somebody waits for the result of a task that was killed. */
export class TaskKilledError extends CosaxError {
  readonly id: number

  constructor(id: number) {
    super(`task ${id} was killed`)
    this.id = id
  }
}

/** There was never a task of that id. */
export class NoTaskError extends CosaxError {
  constructor(id: number) {
    super(`no task ${id}`)
  }
}

/** A task has yielded what is no system call and no routine, or a call has not answered. */
export class TrapError extends CosaxError {}

/** A socket or a server was used after it was closed. */
export class ClosedError extends CosaxError {}
