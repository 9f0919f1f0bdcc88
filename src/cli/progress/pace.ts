// Turns looks at a run into how fast it goes and when it will have ended.

import type { Progress } from '../../plan/progress.ts'

const WINDOW = 5 // seconds back, over which the pace is taken

export interface Pace {
  /** Since the start. */
  seconds: number
  /** Bytes of documents a second. */
  rate: number
  /** How much of the inputs is read, from 0 to 100; missing where their size is not known. */
  percent?: number
  /** Seconds that the rest will take. */
  left?: number
}

interface Look {
  seconds: number
  bytes: number
  read: number
}

export class Pacer {
  #looks: Look[] = [{ seconds: 0, bytes: 0, read: 0 }]

  /** The pace at so many seconds since the start. */
  at(seconds: number, { bytes, read, size }: Progress): Pace {
    const now = { seconds, bytes, read }
    this.#looks.push(now)
    const first = this.#looks.findLastIndex((look) => look.seconds <= seconds - WINDOW)
    this.#looks = this.#looks.slice(Math.max(first, 0))
    const [from = now] = this.#looks
    const rate = perSecond(from, now, 'bytes')
    if (size === undefined) return { seconds, rate }
    const rest = Math.max(size - read, 0) // it may have grown
    const reading = perSecond(from, now, 'read')
    return {
      seconds,
      rate,
      percent: (100 * read) / (read + rest),
      ...(reading > 0 && { left: rest / reading }),
    }
  }
}

function perSecond(from: Look, to: Look, what: 'bytes' | 'read'): number {
  const seconds = to.seconds - from.seconds
  return seconds > 0 ? (to[what] - from[what]) / seconds : 0
}
