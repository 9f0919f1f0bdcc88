// Says what a scheduler may be given, and what it shows of its tasks.

import type { Clock } from './clock.ts'

export interface SchedulerOptions {
  /** The platform's, unless it is a `testClock`. */
  clock?: Clock
  /** Gets each error that nobody else gets: of a detached task, and what follows upon a first failure. */
  onError?: (error: unknown, id: number) => void
  /** Is shown every turn: the history of a run. */
  onTurn?: (turn: Turn) => void
}

/** One turn of a task: when, which, and what it ended with: a call, 'yield', or how the task ended. */
export interface Turn {
  time: number
  id: number
  trap: string
}

/** A task, as others may see it. */
export interface TaskStatus {
  id: number
  state: 'ready' | 'running' | 'waiting'
  /** The call that it waits for. */
  call: string | undefined
}
