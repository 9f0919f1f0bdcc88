// Knows when to look for a place where a document may be cut, and what stands around it.

import type { Border } from '../engine/part.ts'
import { type Around, aroundEnd, type BytesAt, rulesOf, type Way } from '../parts/around.ts'
import type { Plan } from '../plan/plan.ts'
import type { PlaceInside } from './checkpoint.ts'
import type { Pace } from './pace.ts'

/** Tags before which the document may be cut, or not: so many are tried. */
export const TRIES = 256
const LATEST = 64 // chunks until it is tried again

export type FoundPlace = Omit<PlaceInside, 'records'>

export class Borders {
  readonly #rules: Pick<Way, 'pattern' | 'options'>
  readonly #pace: Pace
  /** The border that was reached last, and what stands around it. */
  #last: { offset: number; around?: Around } = { offset: 0 }
  /** Whether that is not the border that the engine has reached last. */
  #isLost = true
  #pause = 0 // chunks until a border is looked for again
  #nextPause = 1

  /** `from` is where the reading begins, if not at the start. */
  constructor(plan: Plan, pace: Pace, from: PlaceInside | undefined) {
    this.#rules = rulesOf(plan)
    this.#pace = pace
    if (!from) return
    this.#last = from
    this.#isLost = false
  }

  /** Whether one should be looked for, after a chunk: what stands around is found near the start, where that is soon done. */
  isTime(offset: number): boolean {
    return --this.#pause < 0 && (this.#isLost || this.#pace.isDue(offset))
  }

  /** None was found near. */
  miss(): void {
    this.#pause = this.#nextPause
    this.#nextPause = Math.min(2 * this.#nextPause, LATEST)
  }

  /** What is known of a border that the engine has reached; `bytesAt` gives what was read of the document. */
  reach(border: Border, bytesAt: BytesAt | undefined): FoundPlace | undefined {
    const { offset, depth: _, isAround, ...rest } = border
    const around = isAround && !this.#isLost ? this.#last.around : this.#around(offset, bytesAt)
    this.#isLost = around === undefined
    if (!around) return undefined
    this.#last = { offset, around }
    this.#nextPause = 1
    return { ...rest, offset, around }
  }

  #around(to: number, bytesAt: BytesAt | undefined): Around | undefined {
    const { offset, around } = this.#last
    if (!bytesAt) return undefined
    return aroundEnd({
      ...this.#rules,
      ...{ from: offset, to, bytesAt },
      ...(around && { around }),
    })
  }
}

/** It may be in a declaration where no element is open. */
export function isInRoot(border: Border | undefined): border is Border {
  return border !== undefined && border.depth > 0
}
