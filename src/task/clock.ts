// Provides the clock by which tasks sleep: that of the platform.

import type { Schedule } from './ready.ts'

export interface Clock {
  /** In milliseconds, from any start. */
  now(): number
  /** Calls back once, unless it is cancelled. */
  after(milliseconds: number, callback: () => void): Alarm
  /** Of a clock that stands still while there is something to do: moves on to the next callback, if there is one. */
  advance?(): boolean
  /** Whether it could move on. */
  readonly hasCallback?: boolean
  /** The order in which tasks that are ready get their turns; without it, first come, first served. */
  schedule?<T>(): Schedule<T> | undefined
}

export interface Alarm {
  cancel(): void
}

export const realClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, callback) => new Timer(milliseconds, callback),
}

const LONGEST = 2 ** 31 - 1 // that a timer of the platform takes

class Timer implements Alarm {
  readonly #callback: () => void
  #left: number
  #handle: NodeJS.Timeout | undefined

  constructor(milliseconds: number, callback: () => void) {
    this.#callback = callback
    this.#left = milliseconds
    Timer.#begin(this)
  }

  static #begin(timer: Timer): void {
    timer.#handle = setTimeout(Timer.#end, Math.min(timer.#left, LONGEST), timer)
    timer.#left -= LONGEST
  }

  static #end(timer: Timer): void {
    if (timer.#left > 0) Timer.#begin(timer)
    else timer.#callback()
  }

  cancel(): void {
    clearTimeout(this.#handle)
  }
}
