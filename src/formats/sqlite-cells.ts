// Provides the cells of a column as a statement of SQLite takes them: parameters in its text, and what is bound to them.

import { isSet } from './cells-of-column.ts'
import type { ColumnData } from './column-builder.ts'

/** What the library takes for a parameter. */
export type Bound = string | number | bigint | boolean | null | Uint8Array

/** The parameter of all texts of some rows, of which others say where one stands in it. */
export const TEXTS = '?1'

const NONE = new Uint8Array(0)

/** Rows are those from one to before another. */
export abstract class Cells {
  column: ColumnData

  constructor(column: ColumnData) {
    this.column = column
  }

  static of(column: ColumnData, areAlone: boolean): Cells {
    if (!column.offsets) return new NumberCells(column)
    if (areAlone) return new LoneTextCells(column)
    return column.nullCount > 0 ? new SparseTextCells(column) : new TextCells(column)
  }

  /** Whether another column can take the place of this one. */
  takes(column: ColumnData): boolean {
    return column.type === this.column.type
  }

  /** What stands for the cell of a row in a statement of so many rows; its parameters are those from `first` on. */
  abstract sql(row: number, rows: number, first: number): string
  /** How many parameters there are. */
  abstract parameters(rows: number): number
  /** Adds what is bound to them; `at` is where the texts of the column begin among all, from 1. */
  abstract bind(from: number, to: number, at: number, into: Bound[]): void

  /** How many bytes of text rows have. */
  size(from: number, to: number): number {
    const { offsets } = this.column
    return offsets ? (offsets[to] as number) - (offsets[from] as number) : 0
  }

  /** Their texts, side by side. */
  texts(from: number, to: number): Uint8Array {
    const { offsets, values } = this.column
    return offsets ? (values as Uint8Array).subarray(offsets[from], offsets[to]) : NONE
  }

  protected isThere(row: number): boolean {
    return isSet(this.column.validity, row)
  }
}

/** Texts, none of which is missing: one ends where the next begins. */
class TextCells extends Cells {
  override takes(column: ColumnData): boolean {
    return super.takes(column) && column.nullCount === 0
  }

  sql(row: number, _: number, first: number): string {
    return cutOut(first + row, `?${first + row + 1} - ?${first + row}`)
  }

  parameters(rows: number): number {
    return rows + 1
  }

  bind(from: number, to: number, at: number, into: Bound[]): void {
    const offsets = this.column.offsets as Int32Array
    const before = at - (offsets[from] as number)
    for (let row = from; row <= to; row++) into.push(before + (offsets[row] as number))
  }
}

/** Texts, some of which are missing: where they begin, then how long they are. */
class SparseTextCells extends Cells {
  sql(row: number, rows: number, first: number): string {
    return cutOut(first + row, `?${first + rows + row}`)
  }

  parameters(rows: number): number {
    return 2 * rows
  }

  bind(from: number, to: number, at: number, into: Bound[]): void {
    const offsets = this.column.offsets as Int32Array
    const before = at - (offsets[from] as number)
    for (let row = from; row < to; row++) {
      into.push(this.isThere(row) ? before + (offsets[row] as number) : null)
    }
    for (let row = from; row < to; row++) {
      into.push((offsets[row + 1] as number) - (offsets[row] as number))
    }
  }
}

/** Cells of which each is bound by itself. */
abstract class LoneCells extends Cells {
  sql(row: number, _: number, first: number): string {
    return `?${first + row}`
  }

  parameters(rows: number): number {
    return rows
  }
}

/** Texts of which each is bound by itself. */
class LoneTextCells extends LoneCells {
  bind(from: number, to: number, _: number, into: Bound[]): void {
    const texts = this.column.values as Buffer
    const offsets = this.column.offsets as Int32Array
    for (let row = from; row < to; row++) {
      into.push(this.isThere(row) ? texts.toString('utf8', offsets[row], offsets[row + 1]) : null)
    }
  }

  override size(): number {
    return 0
  }
}

/** Numbers, or true and false. */
class NumberCells extends LoneCells {
  bind(from: number, to: number, _: number, into: Bound[]): void {
    const { type, values } = this.column
    for (let row = from; row < to; row++) {
      const value = type === 'boolean' ? isSet(values as Uint8Array, row) : values[row]
      into.push(this.isThere(row) ? (value as Bound) : null)
    }
  }
}

/** Of nothing it is nothing. */
function cutOut(start: number, length: string): string {
  return `CAST(substr(${TEXTS}, ?${start}, ${length}) AS TEXT)`
}
