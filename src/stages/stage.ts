// Provides the contract of a stage: one flag, one coroutine from records to records.

import type { Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import type { Value } from '../record/record.ts'

/** Opens a sink by its destination, for a stage that also writes. */
export type OpenSink = (destination: string) => Target<Value>

/**
 * A stage. `parse` turns what the user typed into JSON data for the plan, `describe` turns that into words for
 * `--explain`, `start` wires it in front of a target. Records are shared between branches: a stage never
 * changes the one it receives.
 *
 * What a stage holds back (a count) it sends in `finally`: whether the input ended or broke, what was whole
 * is delivered.
 */
export interface Stage<Argument> {
  /** The flag without its dashes. */
  name: string
  /** What stands for the flag's argument in help; a stage without one is a switch. */
  argument?: string
  /** One line of help. */
  summary: string
  /** What else there is to know. */
  details?: string
  example: string
  /** How much it holds: O(1), O(distinct values), O(n). */
  memory: string
  parse(text: string): Argument
  describe(argument: Argument): string
  start(argument: Argument, target: Target<Value>, open: OpenSink): Target<Value>
}

/**
 * The argument of a stage that counts records.
 *
 * @throws UsageError when the text is not a whole number from 0.
 */
export function parseCount(flag: string, text: string): number {
  return checkCount(flag, /^\d{1,15}$/.test(text.trim()) ? Number(text) : text)
}

/** The same for an argument that came with a plan. */
export function checkCount(flag: string, argument: unknown): number {
  if (Number.isSafeInteger(argument) && Number(argument) >= 0) return Number(argument)
  throw new UsageError(`--${flag}: expected a number of records, found ${JSON.stringify(argument)}`)
}
