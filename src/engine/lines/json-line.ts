// Provides a line of JSON in the memory of a scanner, of which the value is made when it is asked for.

import { StageError } from '../../core/errors.ts'
import { LINE_WORDS, MARK_LONG_NUMBER, MARK_LOOSE } from '../../kernel/lines/layout.ts'
import type { Value } from '../../record/record.ts'
import type { LineScanner } from '../line-scanner.ts'
import { withTextsForNumbers } from './long-number.ts'

/** One that is used again for the next line. */
export class JsonLine {
  from = 0
  to = 0
  readonly #scanner: LineScanner
  #marks = 0
  #areAscii = false
  #isParsed = false
  #value: Value = null
  #names: number | undefined // of the members that were parsed last
  #members: Value = null

  constructor(scanner: LineScanner) {
    this.#scanner = scanner
  }

  /** Says whether the lines that come now have no character but those of ASCII. */
  set areAscii(areAscii: boolean) {
    this.#areAscii = areAscii
  }

  /** Turns to a row of the scanner's table. */
  turnTo(row: number): void {
    const { table } = this.#scanner
    this.from = table[LINE_WORDS * row] ?? 0
    this.to = table[LINE_WORDS * row + 1] ?? 0
    this.#marks = table[LINE_WORDS * row + 2] ?? 0
    this.#isParsed = false
    this.#names = undefined
  }

  /** Whether it has any of these marks. */
  isMarked(marks: number): boolean {
    return (this.#marks & marks) !== 0
  }

  /** @throws StageError when it is longer than a text can be. */
  get value(): Value {
    if (!this.#isParsed) {
      this.#value = this.#parse(() => this.#text())
      this.#isParsed = true
    }
    return this.#value
  }

  /** The value with at least the members of the names that the scanner keeps there; whole where it keeps none. */
  members(names: number | undefined): Value {
    if (names === undefined || this.#isParsed) return this.value
    if (this.#names !== names) {
      const json = this.#scanner.narrowed(this.from, this.to, names)
      if (json === undefined) return this.value
      this.#members = this.#parse(() => json)
      this.#names = names
    }
    return this.#members
  }

  /** The value as JavaScript writes it, if that may be another line than it came as. */
  get rewritten(): string | undefined {
    return this.isMarked(MARK_LOOSE) ? JSON.stringify(this.value) : undefined
  }

  #text(): string {
    const { from, to } = this
    return this.#areAscii ? this.#scanner.ascii(from, to) : this.#scanner.text(from, to)
  }

  #parse(textOf: () => string): Value {
    try {
      const text = textOf()
      const exact = this.#marks & MARK_LONG_NUMBER ? withTextsForNumbers(text) : text
      return JSON.parse(exact) as Value
    } catch (error) {
      if (error instanceof SyntaxError) throw error
      throw new StageError(`record of ${this.to - this.from} bytes: too long for a text`)
    }
  }
}
