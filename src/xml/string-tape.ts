// Provides the tape of an engine whose texts are strings.

import type { Target } from '../core/coroutine.ts'
import type { Names } from './names.ts'
import { EVENT_WORDS, type Tape } from './tape.ts'

export class StringTape implements Tape {
  events: Int32Array = new Int32Array(4096 * EVENT_WORDS)
  length = 0
  readonly names: Names['list']
  #texts: string[] = []

  constructor(names: Names) {
    this.names = names.list
  }

  push(kind: number, name: number, text: string): void {
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

  /** Sends what has been written and starts anew. */
  sendTo(target: Target<Tape>): boolean {
    const goesOn = this.length > 0 ? target.send(this) : !target.done
    this.length = 0
    this.#texts = []
    return goesOn
  }
}
