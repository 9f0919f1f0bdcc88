// Provides the clock by which tasks sleep: that of the platform.

import type { Schedule } from './ready.ts'

export interface Clock {
  /** In milliseconds, from any start. */
  now(): number
  /** Calls back once; gives what takes that back. */
  after(milliseconds: number, callback: () => void): () => void
  /** Of a clock that stands still while there is something to do: moves on to the next callback, if there is one. */
  advance?(): boolean
  /** Whether it could move on. */
  readonly hasCallback?: boolean
  /** The order in which tasks that are ready get their turns; without it, first come, first served. */
  schedule?<T>(): Schedule<T> | undefined
}

const LONGEST = 2 ** 31 - 1 // that a timer of the platform takes

export const realClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    let timer: NodeJS.Timeout
    const begin = (left: number): void => {
      if (left <= LONGEST) timer = setTimeout(callback, left)
      else timer = setTimeout(() => begin(left - LONGEST), LONGEST)
    }
    begin(milliseconds)
    return () => clearTimeout(timer)
  },
}
