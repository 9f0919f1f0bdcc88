// Provides a column of texts in the memory of the module of tables: its different texts, or all of them one after the other.

import * as layout from '../kernel/table/layout.ts'
import { TableModule } from './table-module.ts'

/** As Arrow has it. */
export interface Texts {
  length: number
  /** A bit for each that is there. */
  validity: Uint8Array
  values: Uint8Array
  offsets: Int32Array
}

export interface Dictionary {
  texts: Uint8Array[]
  indexes: Int32Array
}

/** What it answers with is overwritten by the next that is asked for. */
export class TextColumn extends TableModule {
  #length = 0
  #offsets = 0
  /** By different text, where it is first. */
  #rows = 0
  #slots = 0
  #out = 0
  #isDictionary = false

  /** Holds another column in place of the one before. */
  hold({ length, validity, values, offsets }: Texts): void {
    this.begin(0)
    this.#length = length
    this.#isDictionary = false
    this.#slots = this.reserve(layout.DICTIONARY_SLOTS * 4)
    this.#rows = this.reserve(layout.MOST_IN_DICTIONARY * 4)
    this.#offsets = this.#put(offsets)
    const bits = this.#put(validity)
    this.base = this.#put(values)
    this.#out = this.reserve(4 * length + values.length)
    this.exports.setTexts(this.base, this.#offsets, bits)
  }

  /** The different texts, and for each that is there which of them it is; nothing if too many are different. */
  dictionary(): Dictionary | undefined {
    const end = this.exports.dictionary(this.#length, this.#slots, this.#rows, this.#out) >>> 0
    if (end === 0) return undefined
    this.#isDictionary = true
    const rows = new Uint32Array(this.bytes.buffer, this.#rows, this.exports.differentTexts())
    const texts = Array.from(rows, (row) => this.#text(row))
    return { texts, indexes: new Int32Array(this.bytes.buffer, this.#out, (end - this.#out) >> 2) }
  }

  /** The least and the greatest text, of at least one, by their bytes. */
  bounds(): [least: Uint8Array, greatest: Uint8Array] {
    if (this.#isDictionary) this.exports.bounds(this.exports.differentTexts(), this.#rows)
    else this.exports.bounds(this.#length, 0)
    return [this.#text(this.exports.leastText()), this.#text(this.exports.greatestText())]
  }

  /** The texts that are there from a row on, each after its length, until they are so many bytes, and the row that comes next. */
  plain(row: number, enough: number): { bytes: Uint8Array; next: number } {
    const end = this.exports.plainTexts(row, this.#length, this.#out, enough) >>> 0
    return { bytes: this.#part(this.#out, end), next: this.exports.textReached() }
  }

  #text(row: number): Uint8Array {
    const at = this.#offsets + 4 * row
    const from = this.base + this.view.getUint32(at, true)
    return this.#part(from, this.base + this.view.getUint32(at + 4, true))
  }

  /** Not of a buffer of Node, of which parts take longer. */
  #part(from: number, to: number): Uint8Array {
    return new Uint8Array(this.bytes.buffer, from, to - from)
  }

  #put(data: Uint8Array | Int32Array): number {
    const at = this.reserve(data.byteLength)
    this.bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    return at
  }

  protected roomAfter(): number {
    return 0
  }
}
