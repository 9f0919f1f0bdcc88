// Provides the reader of cells: in its memory, the values of columns are found in lines of JSON, and become columns as
// Arrow has them. What it answers with is overwritten by the next that is asked for.

import * as layout from '../kernel/table/layout.ts'
import { type RowName, TableModule } from './table-module.ts'

export interface CellsLayout {
  /** Bits, as `kernel/table/layout.ts` has them. */
  how: number
  names: readonly RowName[]
  columns: number
}

/** Which values of a column are there: a bit each, beginning with one of the first byte. */
export interface Presence {
  bits: Uint8Array
  missing: number
}

/** Bytes: few enough to stay near while one column after the other is made. */
const TABLE = 128 * 1024

export class CellReader extends TableModule {
  #row = 0
  #rows = 0
  /** Where the lines begin that were read last, and how many they are. */
  #from = 0
  #count = 0

  /** Says what to find from now on, in lines that are read after that. */
  setLayout({ how, names, columns }: CellsLayout): void {
    this.begin(columns)
    this.#row = Math.max(1, columns) * layout.ENTRY_SIZE
    this.#rows = Math.max(1, Math.floor(TABLE / this.#row))
    const from = this.keepNames(names)
    this.exports.beginCells(
      how,
      from,
      from + names.length * layout.NAME_SIZE,
      this.textName(names, from, how),
      this.cellOf(0),
      this.cellOf(columns),
    )
    this.base = this.keep(0)
  }

  override read(lines: Uint8Array): void {
    super.read(lines)
    this.exports.look(this.base, this.end)
  }

  /** Finds the values of records, so many at most, and until they are of that size. */
  find(most: number, enough: number): void {
    const table = this.#table
    this.#from = this.at
    this.exports.cells(this.at, this.end, table, this.#out, most, enough)
    this.at = this.exports.reached() >>> 0
    this.#count = this.exports.count()
  }

  /** How much the records hold that were found last. */
  get size(): number {
    return this.exports.size() >>> 0
  }

  /** Their lines, and how many bytes of lines have been read. */
  get lines(): Buffer {
    return this.bytes.subarray(this.#from, this.at)
  }

  get taken(): number {
    return this.at - this.base
  }

  /** What the values of a column are, as bits. */
  kinds(column: number): number {
    return this.exports.kindsOf(this.#entry(column), this.#count)
  }

  /** The bits begin with the `first` of a byte. */
  presence(column: number, first: number): Presence {
    const missing = this.exports.presence(this.#entry(column), this.#count, this.#out, first)
    return { bits: this.#bits(first), missing }
  }

  /** Texts side by side, or values as JSON, and where each ends if they begin at `start`. */
  texts(column: number, start: number, isJson: boolean): { bytes: Buffer; ends: Int32Array } {
    const ends = new Int32Array(this.bytes.buffer, this.#out, this.#count)
    const from = this.#out + ends.byteLength
    const end = this.exports.texts(this.#entry(column), this.#count, from, this.#out, start, isJson)
    return { bytes: this.bytes.subarray(from, end >>> 0), ends }
  }

  /** Whole numbers, 0 where there is none; nothing where a value is something else. */
  integers(column: number, isDeclared: boolean): BigInt64Array | undefined {
    const areAll = this.exports.integers(this.#entry(column), this.#count, this.#out, isDeclared)
    return areAll ? new BigInt64Array(this.bytes.buffer, this.#out, this.#count) : undefined
  }

  /** The same for numbers. */
  numbers(column: number, isDeclared: boolean): Float64Array | undefined {
    const areAll = this.exports.numbers(this.#entry(column), this.#count, this.#out, isDeclared)
    return areAll ? new Float64Array(this.bytes.buffer, this.#out, this.#count) : undefined
  }

  /** The same for true and false, as bits that begin with the `first` of a byte. */
  booleans(column: number, isDeclared: boolean, first: number): Uint8Array | undefined {
    const entry = this.#entry(column)
    const areAll = this.exports.booleans(entry, this.#count, this.#out, isDeclared, first)
    return areAll ? this.#bits(first) : undefined
  }

  #bits(first: number): Uint8Array {
    return this.bytes.subarray(this.#out, this.#out + ((first + this.#count + 7) >> 3))
  }

  #entry(column: number): number {
    return this.#table + column * layout.ENTRY_SIZE
  }

  get #table(): number {
    return (this.end + layout.PADDING + 15) & ~15
  }

  /** Where columns are made. */
  get #out(): number {
    return this.#table + this.#rows * this.#row
  }

  protected roomAfter(length: number): number {
    return this.#rows * (this.#row + 8) + length + 2 * layout.PADDING
  }
}
