// Turns the characters that the package has counted into bytes, lines and columns of the document.

import type { Decoder } from '../decode.ts'
import type { Position } from '../xml-error.ts'
import { Cursor } from './cursor.ts'
import type { Parser } from './parser.ts'

/** Where the parser is, or was a moment ago. Places are in characters read, as the package counts. */
export class Place {
  readonly #decoder: Decoder
  readonly #parser: Parser
  readonly #cursor = new Cursor()
  #text = '' // what the parser reads now
  #before = 0 // characters it has read before that
  #from = { line: 1, column: 1 } // where the text begins
  #cutTag: Position | undefined // where markup began that goes on in this text
  #cutBefore: Position | undefined // the same, also when that text is left

  constructor(decoder: Decoder, parser: Parser) {
    this.#decoder = decoder
    this.#parser = parser
  }

  /** Call it before the parser reads a text, the last of the decoder. */
  enter(text: string): void {
    this.#text = text
    this.#before = this.#parser.position
    this.#from = this.#cursor.at('', 0)
    this.#cutBefore = this.#cutTag
  }

  /** Call it when the parser has read the text. */
  leave(isInMarkup: boolean): void {
    if (isInMarkup) this.#cutTag = this.at(this.tag)
    this.#cursor.pass(this.#text)
  }

  /** The character being read. */
  get here(): number {
    return this.#parser.position - 1
  }

  get end(): number {
    return this.#parser.position
  }

  /** The "<" of the last markup. */
  get tag(): number {
    return this.#parser.startTagPosition - 1
  }

  /** The character at `index` of the text. */
  inText(index: number): number {
    return this.#before + index
  }

  at(place: number): Position {
    const index = place - this.#before
    if (index < 0 && this.#cutTag) return this.#cutTag
    return { offset: this.#decoder.offsetOf(index), ...this.#cursor.at(this.#text, index) }
  }

  /** A place to be asked for its offset later, while the text is the same: before the text, it is that, below 0. */
  kept(place: number): number {
    const index = place - this.#before
    return index < 0 && this.#cutTag ? -1 - this.#cutTag.offset : index
  }

  /** Its line and column too. */
  placeOfKept(kept: number): Position {
    if (kept < 0 && this.#cutBefore) return this.#cutBefore
    const offset = this.#decoder.offsetOf(kept)
    return { offset, ...new Cursor(this.#from).at(this.#text, kept) }
  }

  offsetOfKept(kept: number): number {
    return kept < 0 ? -1 - kept : this.#decoder.offsetOf(kept)
  }

  /** The character being read, both halves of it. */
  character(): string {
    return String.fromCodePoint(this.#text.codePointAt(this.here - this.#before) ?? 0)
  }
}
