// Provides the errors that are not about XML: one cause, one class.

import { worded } from './words.ts'

/** The parent of every error that cosax throws on purpose; anything else is a defect. */
export class CosaxError extends Error {
  constructor(message: string) {
    super(worded(message))
    this.name = new.target.name
  }
}

/**
 * A flag, a pattern or an expression that cannot be understood. `message` is the fact, then, where there is
 * one, the excerpt that shows the place, on lines of its own.
 */
export class UsageError extends CosaxError {
  readonly fact: string
  readonly excerpt: string[]

  constructor(fact: string, excerpt: string[] = []) {
    super([fact, ...excerpt].join('\n'))
    this.fact = worded(fact)
    this.excerpt = excerpt
  }
}

/** A source that could not be opened or read. */
export class InputError extends CosaxError {}

/** A sink that could not be opened or written. */
export class OutputError extends CosaxError {}

/** A stage that could not go on with a record. */
export class StageError extends CosaxError {}

/** A coroutine was sent to, closed or thrown into while it was running: its line leads back to itself. */
export class ReentrantSendError extends CosaxError {
  constructor(verb: string) {
    super(`cannot ${verb} a coroutine that is running: its targets lead back to itself`)
  }
}

/** A coroutine yields nothing: it receives. What it wants to pass on it sends to its target. */
export class YieldedValueError extends CosaxError {
  constructor(value: unknown) {
    super(
      `a coroutine yielded a value of type ${typeof value}, which nobody gets: send it to a target`,
    )
  }
}

/** The message of a caught value, which JavaScript allows to be anything. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** What the system says of a failed call, without its code and its arguments. */
export function reasonOf(error: unknown): string {
  if ((error as NodeJS.ErrnoException)?.code === 'EISDIR') return 'is a directory' // not "illegal operation"
  return messageOf(error)
    .replace(/^[A-Z0-9_]+: /, '')
    .replace(/, [a-z]+(?: '[\s\S]*')?$/, '')
}
