// Finds out, without parsing it, that a line cannot have a value: most lines do not pass a filter.

import { numberOf } from '../../expression/predicate.ts'
import { MARK_ESCAPE, MARK_NUMBER } from '../../kernel/lines/layout.ts'
import type { LineScanner } from '../line-scanner.ts'
import type { JsonLine } from './json-line.ts'

export class ValueSearch {
  readonly #scanner: LineScanner
  readonly #bytes: Buffer
  /** What may say the value in other characters. */
  readonly #doubts: number
  #end = 0 // of the lines at hand
  #next = -1 // where it occurs from the last line on

  constructor(value: string, scanner: LineScanner) {
    this.#scanner = scanner
    this.#bytes = Buffer.from(JSON.stringify(value))
    const isNumber = numberOf(value) !== undefined // 22 is the text of 22.0
    this.#doubts = isNumber ? MARK_ESCAPE | MARK_NUMBER : MARK_ESCAPE
  }

  /** Goes on to lines that end there. */
  turnTo(end: number): void {
    this.#end = end
    this.#next = -1
  }

  mayBeIn(line: JsonLine): boolean {
    if (line.isMarked(this.#doubts)) return true
    if (this.#next < line.from) this.#next = this.#find(line.from)
    return this.#next < line.to
  }

  #find(from: number): number {
    const found = this.#scanner.bytes(from, this.#end).indexOf(this.#bytes)
    return found < 0 ? this.#end : from + found
  }
}
