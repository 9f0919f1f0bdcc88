// Provides what tasks gave that have ended, for those who ask later: kept while the task that started them lives.

import { TaskKilledError } from './errors.ts'
import type { Caller, Outcome } from './system-call.ts'

/** A task that may have started others. */
interface Starter {
  kept: number[] | undefined
}

export class Outcomes {
  readonly #outcomes = new Map<number, Outcome>()

  /** What is `undefined` costs nothing: that is the answer for all that is not known. */
  keep(id: number, outcome: Outcome, starter: Starter): void {
    if (outcome.how === 'returned' && outcome.result === undefined) return
    this.#outcomes.set(id, outcome)
    starter.kept ??= []
    starter.kept.push(id)
  }

  of(id: number): Outcome | undefined {
    return this.#outcomes.get(id)
  }

  /** The starter has ended. */
  forget(starter: Starter): void {
    for (const id of starter.kept ?? []) this.#outcomes.delete(id)
    starter.kept = undefined
  }
}

/** Tells one who has waited, or asks later, how a task has ended. */
export function answer(
  asker: Pick<Caller, 'resume' | 'fail'>,
  outcome: Outcome | undefined,
  id: number,
): void {
  if (outcome?.how === 'failed') asker.fail(outcome.error)
  else if (outcome?.how === 'killed') asker.fail(new TaskKilledError(id))
  else asker.resume(outcome?.result)
}
