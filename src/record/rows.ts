// Provides rows: of each of some records the values of the fields that are read, and the record as a line where that
// is wanted. They travel in place of records to stages that read no more of these.

import { VALUE_ASCII, VALUE_BITS, VALUE_MISSING, VALUE_NULL, VALUE_TEXT } from '../kernel/layout.ts'
import type { Value } from './record.ts'

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
  /** Values that a stage has made, by column: by number of a row, where it has made one. */
  #made: ReadonlyMap<number, readonly (Value | undefined)[]> | undefined
  #lines: Buffer | undefined
  /** Of the lines, where these are others than they came with. */
  #lengths: readonly number[] | undefined
  #ends: number[] | undefined

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
    const made = this.#madeIn(row, column)
    if (made !== undefined) return made
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
    const made = this.#madeIn(row, column)
    if (made !== undefined) return asBytes(JSON.stringify(made))
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
      if (this.#made?.has(column)) return undefined
      const kind = (this.#words[at + column] as number) & KIND
      if (kind !== VALUE_ASCII && kind !== VALUE_TEXT) return undefined
    }
    const from = this.#startOf(at + first, first)
    return this.#bytes.substring(from, (this.#words[at + last] as number) >>> VALUE_BITS)
  }

  /** Those of them whose numbers are given, in order. */
  only(rows: readonly number[]): Rows {
    const kept = this.#kept
    const some = this.#like(kept ? rows.map((row) => kept[row] as number) : rows)
    some.#made = this.#made
    if (this.#lengths) {
      some.#lengths = rows.map((row) => this.lineLength(row))
      some.#lines = this.#someLines(rows)
    }
    return some
  }

  /**
   * The same rows with values that a stage has made of a field, which is a column: undefined where that stays as it was. Where
   * rows have lines they have others then, of these lengths.
   */
  withValues(
    column: number,
    values: readonly (Value | undefined)[],
    lines?: Buffer,
    lengths?: readonly number[],
  ): Rows {
    const rows = this.#like(this.#kept)
    const before = this.#made?.get(column)
    const made = before ? [...before] : []
    for (let row = 0; row < values.length; row++) {
      if (values[row] !== undefined) made[this.#numberOf(row)] = values[row]
    }
    rows.#made = new Map(this.#made).set(column, made)
    rows.#lines = lines
    rows.#lengths = lengths
    return rows
  }

  get haveLines(): boolean {
    return this.#of.lines !== undefined
  }

  /** The line of one. */
  line(row: number): Buffer {
    if (this.#lengths) {
      const end = this.#endOf(row)
      return this.lines.subarray(end - this.lineLength(row), end)
    }
    const at = this.#at(row)
    return this.#allLines.subarray(this.#lineStart(at), this.#words[at])
  }

  /** How many bytes that is. */
  lineLength(row: number): number {
    if (this.#lengths) return this.#lengths[row] as number
    const at = this.#at(row)
    return (this.#words[at] as number) - this.#lineStart(at)
  }

  /** The lines of all that are left. */
  get lines(): Buffer {
    this.#lines ??= this.#kept ? this.#linesOf(this.#kept.length) : this.#allLines
    return this.#lines
  }

  /** Copies of some of those that a stage has made. */
  #someLines(rows: readonly number[]): Buffer {
    const { lines } = this
    if (scratch.length < lines.length) scratch = Buffer.allocUnsafeSlow(2 * lines.length)
    let filled = 0
    for (const row of rows) {
      const end = this.#endOf(row)
      filled += lines.copy(scratch, filled, end - this.lineLength(row), end)
    }
    return scratch.subarray(0, filled)
  }

  #endOf(row: number): number {
    if (!this.#ends) {
      let end = 0
      this.#ends = this.#lengths?.map((length) => {
        end += length
        return end
      })
    }
    return this.#ends?.[row] as number
  }

  #like(kept: readonly number[] | undefined): Rows {
    return new Rows({ ...this.#of, bytes: this.#bytes }, kept)
  }

  #madeIn(row: number, column: number): Value | undefined {
    return this.#made?.get(column)?.[this.#numberOf(row)]
  }

  #numberOf(row: number): number {
    return this.#kept ? (this.#kept[row] as number) : row
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
    return this.#words.length - (this.#numberOf(row) + 1) * this.#width
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

/** A copy of a text, which does not keep the text of a batch. */
export function copied(text: string): string {
  return ` ${text}`.slice(1)
}

/** With a character for each byte. */
export function asBytes(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text).toString('latin1')
}

const ASCII = /^[\0-\x7f]*$/
