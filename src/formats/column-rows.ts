// Turns records, and lines of them, into the columns of a group of rows.

import { CellReader } from '../engine/cell-reader.ts'
import { KIND_ARRAY } from '../kernel/table/layout.ts'
import { Lines, recordsIn } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { type CellsTaker, type Taken, takeCells } from './cells-of-lines.ts'
import { type ColumnBuilder, type ColumnData, columnBuilder } from './column-builder.ts'
import type { Counted } from './row-group.ts'
import { cellsFor } from './row-names.ts'
import type { Schema } from './schema.ts'

export class ColumnRows implements CellsTaker {
  readonly #schema: Schema
  readonly #of: 'asked' | 'fields'
  readonly #builders: ColumnBuilder[]
  #reader: CellReader | undefined
  #changes = -1
  /** Since the columns were taken last. */
  length = 0

  /** `areChosen` says that records may have fields for which there is no column. */
  constructor(schema: Schema, areChosen: boolean) {
    this.#schema = schema
    this.#of = areChosen ? 'asked' : 'fields'
    this.#builders = schema.columns.map(columnBuilder)
  }

  add(record: Value): void {
    const row = this.#schema.row(record)
    for (let at = 0; at < row.length; at++) this.#builders[at]?.add(row[at] ?? null)
    this.length++
  }

  /** Takes lines until the group is full. */
  addLines(bytes: Uint8Array, left: Counted): Taken {
    return takeCells(bytes, left, this)
  }

  /** The columns; what comes next is written over them. */
  take(): ColumnData[] {
    const columns = this.#builders.map(({ data }) => data)
    for (const builder of this.#builders) builder.clear()
    this.length = 0
    return columns
  }

  get reader(): CellReader | undefined {
    if (!this.#reader) {
      const names = this.#schema.columns.map(({ name }) => name)
      const cells = cellsFor({ of: this.#of, names })
      if (!cells) return undefined
      this.#reader = new CellReader()
      this.#reader.setLayout(cells)
    }
    this.#learn(this.#reader)
    return this.#reader
  }

  takeFound(reader: CellReader): void {
    const before = this.#builders.map(({ data }) => data)
    const isTaken = this.#builders.every((builder, at) =>
      builder.addFound(reader, at, reader.count),
    )
    if (isTaken) {
      this.#schema.pass(reader.count)
      this.length += reader.count
      return
    }
    for (const [at, builder] of this.#builders.entries()) builder.forget(before[at] as ColumnData)
    for (const record of recordsIn(new Lines(reader.lines, reader.count))) this.add(record)
  }

  takeRecord(record: Value): boolean {
    this.add(record)
    if (this.#reader) this.#learn(this.#reader)
    return false
  }

  #learn(reader: CellReader): void {
    const { changes, seen } = this.#schema.kinds
    if (changes === this.#changes) return
    this.#changes = changes
    for (const at of this.#builders.keys()) reader.take(at, KIND_ARRAY | (seen[at] ?? 0))
  }
}
