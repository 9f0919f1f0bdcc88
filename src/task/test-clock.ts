// Provides a clock for tests: time stands still while a task is ready, and a seed draws the order of turns.

import type { Alarm, Clock } from './clock.ts'
import type { Schedule } from './ready.ts'

/**
 * A clock that jumps to the next sleeper when no task is ready: hours pass in no time, and every run is the same. With a
 * `seed`, who is next is drawn by it among those that are ready, each once before anybody has a second turn: the
 * same seed gives the same run, another seed another one. What waits for the world, such as sockets, gets one look
 * of the platform at it before the clock jumps, and cannot be replayed.
 *
 * @example
 * ```js
 * import { newTask, Scheduler, sleep, testClock } from 'cosax/task'
 *
 * const clock = testClock()
 * await new Scheduler({ clock }).run(function* () {
 *   yield* newTask(function* () {
 *     yield* sleep(3_600_000)
 *   })
 *   yield* sleep(60_000)
 *   console.log(clock.now())
 * })
 * console.log(clock.now())
 * ```
 * ```text
 * 60000
 * 3600000
 * ```
 */
export function testClock(seed?: number): Clock {
  return new TestClock(seed)
}

interface Entry {
  time: number
  callback: () => void
}

class TestClock implements Clock {
  readonly #seed: number | undefined
  readonly #alarms: Entry[] = [] // the next one last
  #time = 0

  constructor(seed: number | undefined) {
    this.#seed = seed
  }

  now(): number {
    return this.#time
  }

  after(milliseconds: number, callback: () => void): Alarm {
    const time = this.#time + Math.max(0, milliseconds)
    const alarm = { time, callback }
    this.#alarms.splice(this.#placeOf(time), 0, alarm)
    const cancel = (): void => {
      const at = this.#alarms.lastIndexOf(alarm)
      if (at >= 0) this.#alarms.splice(at, 1)
    }
    return { cancel }
  }

  get hasCallback(): boolean {
    return this.#alarms.length > 0
  }

  advance(): boolean {
    const alarm = this.#alarms.pop()
    if (!alarm) return false
    this.#time = alarm.time
    alarm.callback()
    return true
  }

  schedule<T>(): Schedule<T> | undefined {
    return this.#seed === undefined ? undefined : new Drawn<T>(this.#seed)
  }

  /** After those that ring later, before those that ring as late and came earlier. */
  #placeOf(time: number): number {
    let [from, to] = [0, this.#alarms.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if ((this.#alarms[middle] as Entry).time > time) from = middle + 1
      else to = middle
    }
    return from
  }
}

/** Draws among those that came before the round began; who comes meanwhile is in the next. */
class Drawn<T> implements Schedule<T> {
  #round: T[] = []
  #next: T[] = []
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  get size(): number {
    return this.#round.length + this.#next.length
  }

  push(item: T): void {
    this.#next.push(item)
  }

  shift(): T | undefined {
    if (this.#round.length === 0) {
      const empty = this.#round
      this.#round = this.#next
      this.#next = empty
    }
    if (this.#round.length === 0) return undefined
    const at = this.#draw(this.#round.length)
    const item = this.#round[at]
    this.#round[at] = this.#round.at(-1) as T
    this.#round.pop()
    return item
  }

  /** A whole number below `limit`: the bits of a counter, mixed. */
  #draw(limit: number): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    let bits = this.#state
    bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
    return ((bits ^ (bits >>> 16)) >>> 0) % limit
  }
}
