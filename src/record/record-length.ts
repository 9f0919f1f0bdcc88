// Refuses records beyond their limit while they are collected: as soon as what is kept of one is too long, and when it
// is whole.

import { LIMITS } from '../engine/limits.ts'
import type { Tape } from '../engine/tape.ts'
import type { Position } from '../engine/xml-error.ts'
import type { Value } from './record.ts'

export class RecordLength {
  readonly #longest: number
  #least = 0 // of its line of JSON, in characters
  #most = 0 // in bytes
  #tape: Tape | undefined // the last one
  #at = 0 // in that: its start, unless that is in one before
  #place: Position | undefined

  constructor(longest: number = LIMITS.record) {
    this.#longest = longest
  }

  /** Begins a record, of which the start is that event. */
  begin(tape: Tape, at: number): void {
    this.#least = 0
    this.#most = 0
    this.#tape = tape
    this.#at = at
    this.#place = undefined
  }

  /** Call it when the tape ends inside the record. */
  keepPlace(): void {
    this.#place ??= this.#tape?.place?.(this.#at)
  }

  /** @throws LimitError when what was found so far is too long. */
  add(name: string, text: string): void {
    this.#least += solid(text)
    // three bytes a character, or two of a line of JSON; `[{"":null}],` around
    this.#most += 3 * (name.length + text.length) + 32
    if (this.#least > this.#longest) this.#refuse()
  }

  /** @throws LimitError when the record as a whole is too long. */
  check(record: Value): void {
    if (this.#most <= this.#longest) return
    if (Buffer.byteLength(JSON.stringify(record)) > this.#longest) this.#refuse()
  }

  #refuse(): void {
    this.keepPlace()
    const error = this.#place && this.#tape?.beyond?.('record', this.#place)
    if (error) throw error
  }
}

/** How much of a text is there without the space around it. */
function solid(text: string): number {
  return text.length > 0 && (isSpace(text, 0) || isSpace(text, text.length - 1))
    ? text.trim().length
    : text.length
}

function isSpace(text: string, at: number): boolean {
  return text.charCodeAt(at) <= 0x20
}
