// Provides rows: of each of some records the values of the fields that are read, and the record as a line where that
// is wanted. They travel in place of records to stages that read no more of these.

import { VALUE_ASCII, VALUE_BITS, VALUE_MISSING, VALUE_NULL, VALUE_TEXT } from '../kernel/layout.ts'
import type { Field } from './field.ts'
import { type Dictionary, set, type Value } from './record.ts'

let scratch = Buffer.alloc(0) // lines that are put together, until the next are

const KIND = (1 << VALUE_BITS) - 1

export interface RowsOptions {
  /** The names of the columns: paths of fields. One array for all rows of a run. */
  columns: readonly string[]
  /** The JSON of all values, each with a comma after it. */
  text: Buffer
  /** The words of all rows as the kernel writes them, those of the first row last. */
  words: Int32Array
  bytes?: string
  /** The lines of all rows; nothing if they have none. */
  lines?: Buffer | undefined
}

/** Rows of one batch. What is read of them must be copied to outlive it, and lines may be overwritten after `send` returns. */
export class Rows {
  readonly columns: readonly string[]
  readonly #of: RowsOptions
  readonly #width: number
  /** The text with a character for each byte. */
  readonly #bytes: string
  readonly #words: Int32Array
  /** Which of them are left; all if not given. */
  readonly #kept: readonly number[] | undefined
  #lines: Buffer | undefined
  /** Of the lines, where these are others than they came with. */
  #lengths: readonly number[] | undefined

  constructor(options: RowsOptions, kept?: readonly number[]) {
    this.#of = options
    this.columns = options.columns
    this.#width = options.columns.length + 1
    this.#bytes = options.bytes ?? options.text.toString('latin1')
    this.#words = options.words
    this.#kept = kept
  }

  get records(): number {
    return this.#kept?.length ?? this.#words.length / this.#width
  }

  /** The value in a column, counted from 0, if there is one: an array of several. */
  value(row: number, column: number): Value | undefined {
    const at = this.#at(row) + column + 1
    const word = this.#words[at] as number
    const kind = word & KIND
    if (kind === VALUE_MISSING) return undefined
    if (kind === VALUE_NULL) return null
    const from = this.#startOf(at, column)
    const end = word >>> VALUE_BITS
    if (kind === VALUE_ASCII) return this.#bytes.substring(from + 1, end - 1)
    if (kind === VALUE_TEXT) return this.#of.text.toString('utf8', from + 1, end - 1)
    return JSON.parse(this.#of.text.toString('utf8', from, end)) as Value
  }

  /** The JSON of the value in a column, with a character for each byte. */
  json(row: number, column: number): string | undefined {
    const at = this.#at(row) + column + 1
    const word = this.#words[at] as number
    if ((word & KIND) === VALUE_MISSING) return undefined
    return this.#bytes.substring(this.#startOf(at, column), word >>> VALUE_BITS)
  }

  /**
   * The values in columns that stand side by side if all are texts without escapes: their JSON with commas between, with a
   * character for each byte.
   */
  bytes(row: number, first: number, last: number): string | undefined {
    const at = this.#at(row) + 1
    for (let column = first; column <= last; column++) {
      const kind = (this.#words[at + column] as number) & KIND
      if (kind !== VALUE_ASCII && kind !== VALUE_TEXT) return undefined
    }
    const from = this.#startOf(at + first, first)
    return this.#bytes.substring(from, (this.#words[at + last] as number) >>> VALUE_BITS)
  }

  /** Those of them whose numbers are given, in order. */
  only(rows: readonly number[]): Rows {
    const kept = this.#kept
    const of = { ...this.#of, bytes: this.#bytes }
    return new Rows(of, kept ? rows.map((row) => kept[row] as number) : rows)
  }

  /** The line of one. */
  line(row: number): Buffer {
    const at = this.#at(row)
    return this.#allLines.subarray(this.#lineStart(at), this.#words[at])
  }

  /** How many bytes that is. */
  lineLength(row: number): number {
    if (this.#lengths) return this.#lengths[row] as number
    const at = this.#at(row)
    return (this.#words[at] as number) - this.#lineStart(at)
  }

  /** The same rows with other lines, of these lengths. */
  withLines(lines: Buffer, lengths: readonly number[]): Rows {
    const rows = new Rows({ ...this.#of, bytes: this.#bytes }, this.#kept)
    rows.#lines = lines
    rows.#lengths = lengths
    return rows
  }

  /** The lines of all that are left. */
  get lines(): Buffer {
    this.#lines ??= this.#kept ? this.#linesOf(this.#kept.length) : this.#allLines
    return this.#lines
  }

  /** Copies no line by itself that stands beside another one. */
  #linesOf(count: number): Buffer {
    const all = this.#allLines
    if (scratch.length < all.length) scratch = Buffer.allocUnsafeSlow(2 * all.length)
    const lines = scratch
    lines.set(all)
    let filled = 0
    let from = 0
    let to = 0
    for (let row = 0; row < count; row++) {
      const at = this.#at(row)
      const start = this.#lineStart(at)
      if (start !== to) {
        lines.copyWithin(filled, from, to)
        filled += to - from
        from = start
      }
      to = this.#words[at] as number
    }
    lines.copyWithin(filled, from, to)
    return lines.subarray(0, filled + to - from)
  }

  get #allLines(): Buffer {
    const { lines } = this.#of
    if (lines === undefined) throw new Error('rows without lines')
    return lines
  }

  #at(row: number): number {
    const number = this.#kept ? (this.#kept[row] as number) : row
    return this.#words.length - (number + 1) * this.#width
  }

  #lineStart(at: number): number {
    return this.#words[at + this.#width] ?? 0
  }

  /** Where a value begins: after that before it, which may be the last of the row before. */
  #startOf(at: number, column: number): number {
    const before = column > 0 ? this.#words[at - 1] : this.#words[at + 2 * this.#width - 2]
    return before === undefined ? 0 : (before >>> VALUE_BITS) + 1
  }
}

/** Makes of rows what the functions of a stage take for a record: one object that is used again, with its fields. */
export class RowReader {
  readonly #names: string[]
  readonly #record: Dictionary = {}
  #columns: readonly string[] = []
  #places: number[] = []
  #first = -1 // where all of them stand side by side

  constructor(fields: readonly Field[]) {
    this.#names = fields.map((field) => field.join('/'))
  }

  /** Where the fields stand among the columns. */
  placesIn({ columns }: Rows): readonly number[] {
    if (columns !== this.#columns) {
      this.#columns = columns
      this.#places = this.#names.map((name) => columns.indexOf(name))
      const [first = -1] = this.#places
      this.#first = this.#places.every((place, i) => place === first + i) ? first : -1
    }
    return this.#places
  }

  /** The `bytes` of all fields, if they stand side by side. */
  bytes(rows: Rows, row: number): string | undefined {
    const { length } = this.placesIn(rows)
    return this.#first < 0 ? undefined : rows.bytes(row, this.#first, this.#first + length - 1)
  }

  /** What has the value of each field under its path: none where it is missing. */
  record(rows: Rows, row: number): Value {
    const places = this.placesIn(rows)
    for (let i = 0; i < places.length; i++) {
      const value = rows.value(row, places[i] as number)
      set(this.#record, this.#names[i] as string, value as Value)
    }
    return this.#record
  }
}

const MOST = 20_000

/** Remembers what belongs to values by their `bytes`, for some of them. */
export class KnownRows<T> {
  readonly #known = new Map<string, T>()

  get(bytes: string | undefined): T | undefined {
    return bytes === undefined ? undefined : this.#known.get(bytes)
  }

  keep(bytes: string | undefined, known: T): void {
    if (bytes !== undefined && this.#known.size < MOST) this.#known.set(copied(bytes), known)
  }
}

/** A copy of a text, which does not keep the text of a batch. */
export function copied(text: string): string {
  return ` ${text}`.slice(1)
}
