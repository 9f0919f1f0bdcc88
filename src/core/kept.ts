// Provides what holds something from one record to the next that has to be known to go on after an interruption.

export interface Kept<State = unknown> {
  /** All of it, as data that can be copied. */
  state(): State
  /** Takes what it was when the run was interrupted; called before the first record. */
  restore(state: State): void
}

/** Called with each of them, always in the same order for the same plan. */
export type Keep = <State>(kept: Kept<State>) => void
