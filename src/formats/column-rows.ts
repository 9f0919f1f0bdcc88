// Turns records, and lines of them, into the columns of a group of rows.

import type { CellReader } from '../engine/cell-reader.ts'
import { Lines, recordsIn } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { type CellsTaker, type Taken, takeCells } from './cells-of-lines.ts'
import { type ColumnBuilder, type ColumnData, columnBuilder } from './column-builder.ts'
import type { Counted } from './row-group.ts'
import type { Schema } from './schema.ts'
import { SchemaReader } from './schema-reader.ts'

export class ColumnRows implements CellsTaker {
  readonly schema: Schema
  readonly #reader: SchemaReader
  readonly #builders: ColumnBuilder[] = []
  /** Since the columns were taken last. */
  length = 0

  /** `areChosen` says that records may have fields for which there is no column. */
  constructor(schema: Schema, areChosen: boolean) {
    this.schema = schema
    this.#reader = new SchemaReader(schema, areChosen)
    this.#addColumns()
  }

  add(record: Value): void {
    const row = this.schema.row(record)
    if (row.length > this.#builders.length) this.#addColumns()
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
    return this.#reader.reader
  }

  takeFound(reader: CellReader): void {
    const before = this.#builders.map(({ data }) => data)
    const { count } = reader
    const isTaken = this.#builders.every((builder, at) =>
      at < this.#reader.columns ? builder.addFound(reader, at, count) : builder.addNothing(count),
    )
    if (isTaken) {
      this.schema.pass(count)
      this.length += count
      return
    }
    for (const [at, builder] of this.#builders.entries()) builder.forget(before[at] as ColumnData)
    for (const record of recordsIn(new Lines(reader.lines, count))) this.add(record)
  }

  takeRecord(record: Value): boolean {
    this.add(record)
    return this.#reader.passRecord()
  }

  /** Those of the schema that are new: nothing is in them so far. */
  #addColumns(): void {
    for (const column of this.schema.columns.slice(this.#builders.length)) {
      const builder = columnBuilder(column)
      builder.addNothing(this.length)
      this.#builders.push(builder)
    }
  }
}
