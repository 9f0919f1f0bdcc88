// Writes columns into a table of SQLite, some rows at a time.
//
// To bind a text takes longer than all else that is done with it. So the texts of some rows are bound as one value, side
// by side, and the statement cuts them out of it.

import type { ColumnData } from './column-builder.ts'
import { type Bound, Cells } from './sqlite-cells.ts'

const MOST_ROWS = 16 // more are no faster
const MOST_CELLS = 1024
const LARGE = 1024 * 1024 // bytes of texts: rows with more are written one by one

export interface Statement {
  run(values: Bound[]): unknown
  finalize(): void
}

export class SqliteInsert {
  readonly #prepare: (rows: readonly string[]) => Statement
  /** By number of rows. */
  readonly #statements = new Map<number, Statement>()
  readonly #cells: Cells[] = []
  #texts = Buffer.alloc(LARGE)
  /** Whether a row is alone in its statement, and most of it nothing: then each text is bound by itself. */
  #isWide = false

  /** `prepare` makes a statement that inserts rows: lists of values in SQL. */
  constructor(prepare: (rows: readonly string[]) => Statement) {
    this.#prepare = prepare
  }

  /** Takes a group of rows, which may have more columns than those before. */
  write(columns: readonly ColumnData[]): void {
    const isWide = columns.length > MOST_CELLS / 2
    if (isWide !== this.#isWide) this.#cells.length = 0
    this.#isWide = isWide
    for (const [at, column] of columns.entries()) this.#place(at, column)
    const rows = columns[0]?.length ?? 0
    const most = isWide ? 1 : Math.min(MOST_ROWS, Math.floor(MOST_CELLS / columns.length))
    for (let row = 0; row < rows; ) {
      const areMany = most > 1 && row + most <= rows && this.#sizeOf(row, row + most) <= LARGE
      const next = row + (areMany ? most : 1)
      this.#insert(row, next)
      row = next
    }
  }

  /** Ends its statements, as has to be before the table is changed or closed. */
  forget(): void {
    for (const statement of this.#statements.values()) statement.finalize()
    this.#statements.clear()
  }

  #place(at: number, column: ColumnData): void {
    const before = this.#cells[at]
    if (before?.takes(column)) before.column = column
    else {
      this.#cells[at] = Cells.of(column, this.#isWide)
      this.forget()
    }
  }

  #sizeOf(from: number, to: number): number {
    return this.#cells.reduce((sum, cells) => sum + cells.size(from, to), 0)
  }

  #insert(from: number, to: number): void {
    const values: Bound[] = [null]
    let end = 1 // a value of no bytes would be none
    for (const cells of this.#cells) {
      cells.bind(from, to, end + 1, values)
      if (cells.size(from, to) > 0) end = this.#put(cells.texts(from, to), end)
    }
    values[0] = this.#texts.subarray(0, end)
    this.#statement(to - from).run(values)
  }

  /** Answers where they end. */
  #put(texts: Uint8Array, at: number): number {
    const end = at + texts.length
    if (end > this.#texts.length) {
      const larger = Buffer.allocUnsafeSlow(2 * end)
      larger.set(this.#texts.subarray(0, at))
      this.#texts = larger
    }
    this.#texts.set(texts, at)
    return end
  }

  #statement(rows: number): Statement {
    const known = this.#statements.get(rows)
    if (known) return known
    let first = 2
    const lists: string[][] = Array.from({ length: rows }, () => [])
    for (const cells of this.#cells) {
      for (const [row, list] of lists.entries()) list.push(cells.sql(row, rows, first))
      first += cells.parameters(rows)
    }
    const made = this.#prepare(lists.map((list) => `(${list.join(', ')})`))
    this.#statements.set(rows, made)
    return made
  }
}
