// Provides the writer of rows: in its memory, lines of JSON become rows of a table without being read as records.

import * as layout from '../kernel/table/layout.ts'
import { type RowName, TableModule } from './table-module.ts'

export interface RowLayout {
  /** Bits, as `kernel/table/layout.ts` has them. */
  how: number
  /** A byte of ASCII. */
  delimiter: number
  names: readonly RowName[]
  columns: number
  /** For each cell of a row which column it is of, or -1. */
  places: readonly number[]
}

/** More than the rows of most lines that come at once. */
const ROWS = 256 * 1024

export class RowWriter extends TableModule {
  readonly #width: number

  constructor({ how, delimiter, names, columns, places }: RowLayout) {
    super()
    this.begin(columns + 1)
    this.#width = places.length
    const row = this.keep(places.length * 4)
    for (const [i, column] of places.entries()) {
      this.view.setUint32(row + i * 4, this.cellOf(column < 0 ? columns : column), true)
    }
    const from = this.keepNames(names)
    this.exports.begin(
      how,
      delimiter,
      from,
      from + names.length * layout.NAME_SIZE,
      this.textName(names, from, how),
      row,
      row + places.length * 4,
    )
    this.base = this.keep(0)
  }

  /** Writes rows, as many as there is room for; they are overwritten by the next. */
  write(): Buffer {
    const out = this.end + layout.PADDING
    const outEnd = out + this.roomAfter(this.end - this.base)
    const end = this.exports.rows(this.at, this.end, out, outEnd) >>> 0
    this.at = this.exports.reached() >>> 0
    return this.bytes.subarray(out, end)
  }

  /** So that the longest line has room. */
  protected roomAfter(length: number): number {
    return Math.max(ROWS, 2 * length) + 4 * this.#width + 2 * layout.PADDING
  }
}
