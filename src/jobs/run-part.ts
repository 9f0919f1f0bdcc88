// Provides what runs a part for a worker, and how it fails.

import { CosaxError } from '../core/errors.ts'
import type { Plan } from '../plan/plan.ts'
import type { Part } from '../split/part.ts'

/** Runs a plan on a part to its end. */
export type RunPart = (plan: Plan, part: Part, running: Running) => Promise<Ran>

export interface Running {
  /** Ends it early: what it has made of the part is removed. */
  signal: AbortSignal
  /** Given what answers how many bytes of the part are read. */
  onStart(look: () => number): void
  onWarning(message: string): void
}

export interface Ran {
  records: number
  written: number
}

/** A part that failed elsewhere, as in another thread: what was said of it, and the exit code that it has. */
export class PartError extends CosaxError {
  readonly code: number

  constructor(message: string, code: number) {
    super(message)
    this.code = code
  }
}
