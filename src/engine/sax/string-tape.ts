// Provides the tape of an engine whose texts are strings.

import type { Target } from '../../core/coroutine.ts'
import type { Limits } from '../limits.ts'
import { EVENT_WORDS, type Tape } from '../tape.ts'
import type { Position } from '../xml-error.ts'
import type { Names } from './names.ts'

/** What the engine has kept of places, by number, and says of them. */
export interface KeptPlaces {
  offsetOf(kept: number): number
  placeOf(kept: number): Position
  beyond(limit: keyof Limits, place: Position): Error
}

export class StringTape implements Tape {
  events: Int32Array = new Int32Array(4096 * EVENT_WORDS)
  length = 0
  readonly names: Names['list']
  #texts: string[] = []
  #places: number[] = [] // by event, of those that start elements
  readonly #kept: KeptPlaces

  /** `kept` knows what is given as the places of elements. */
  constructor(names: Names, kept: KeptPlaces) {
    this.names = names.list
    this.#kept = kept
  }

  push(kind: number, name: number, text: string, place?: number): void {
    if (place !== undefined) this.#places[this.length] = place
    let at = this.length++ * EVENT_WORDS
    if (at === this.events.length) {
      const larger = new Int32Array(this.events.length * 2)
      larger.set(this.events)
      this.events = larger
    }
    this.events[at++] = kind
    this.events[at++] = name
    this.events[at++] = this.#texts.push(text) - 1
    this.events[at] = text.length
  }

  text(at: number): string {
    return this.#texts[this.events[at + 2] ?? 0] ?? ''
  }

  offset(at: number): number {
    return this.#kept.offsetOf(this.#places[at / EVENT_WORDS] ?? 0)
  }

  place(at: number): Position {
    return this.#kept.placeOf(this.#places[at / EVENT_WORDS] ?? 0)
  }

  beyond(limit: keyof Limits, place: Position): Error {
    return this.#kept.beyond(limit, place)
  }

  /** Sends what has been written and starts anew. */
  sendTo(target: Target<Tape>): boolean {
    const goesOn = this.length > 0 ? target.send(this) : !target.done
    this.length = 0
    this.#texts = []
    this.#places = []
    return goesOn
  }
}
