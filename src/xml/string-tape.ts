// Provides the tape of an engine whose texts are strings.

import type { Target } from '../core/coroutine.ts'
import type { Names } from './names.ts'
import { EVENT_WORDS, type Tape } from './tape.ts'

export class StringTape implements Tape {
  events: Int32Array = new Int32Array(4096 * EVENT_WORDS)
  length = 0
  readonly names: Names['list']
  #texts: string[] = []
  #places: number[] = [] // by event, of those that start elements
  readonly #offsetOf: (place: number) => number

  /** `offsetOf` turns what is given as the place of an element into its offset. */
  constructor(names: Names, offsetOf: (place: number) => number = (place) => place) {
    this.names = names.list
    this.#offsetOf = offsetOf
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
    return this.#offsetOf(this.#places[at / EVENT_WORDS] ?? 0)
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
