// Turns records into the bytes of a format that is written a group of rows at a time, column by column.

import { Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import type { ColumnData } from './column-builder.ts'
import { ColumnRows } from './column-rows.ts'
import { FirstRows } from './first-rows.ts'
import type { Encoded, Encoder, FormatOptions } from './format.ts'
import type { Column } from './found-columns.ts'
import { RowGroup } from './row-group.ts'
import { Schema } from './schema.ts'

/** What is known to write a file once its columns are known. It gives bytes that may be overwritten by the next. */
export interface ColumnarFile {
  /** A group of at least one row. */
  group(columns: readonly ColumnData[]): Iterable<Uint8Array>
  end(): Iterable<Uint8Array>
}

const ANY_SIZE = 2 ** 31
const NOTHING = new Uint8Array(0)

export class Columnar implements Encoder {
  readonly writesBytes = true
  readonly #name: string
  readonly #options: FormatOptions
  readonly #begin: (columns: readonly Column[]) => ColumnarFile
  readonly #group = new RowGroup()
  /** Until the columns are known. */
  #first: FirstRows | undefined
  #rows: ColumnRows | undefined
  #file: ColumnarFile | undefined

  constructor(
    name: string,
    options: FormatOptions,
    begin: (columns: readonly Column[]) => ColumnarFile,
  ) {
    this.#name = name
    this.#options = options
    this.#begin = begin
    this.#first = new FirstRows(options)
  }

  encode(record: Value): Encoded {
    this.#taking.add(record)
    this.#group.count(record)
    return this.#group.isFull ? this.#write() : ''
  }

  *encodeLines({ bytes, records }: Lines): Generator<Lines> {
    for (let at = 0; at < bytes.length; ) {
      const taken = this.#taking.addLines(bytes.subarray(at), this.#group.left)
      this.#group.countLines(taken)
      at += taken.bytes
      if (!this.#group.isFull) continue
      for (const piece of this.#write()) yield new Lines(piece, 0)
    }
    yield new Lines(NOTHING, records)
  }

  *end(): Generator<Uint8Array> {
    yield* this.#write()
    yield* (this.#file as ColumnarFile).end()
  }

  get #taking(): ColumnRows | FirstRows {
    return this.#rows ?? (this.#first as FirstRows)
  }

  /** The rows that are held. */
  *#write(): Generator<Uint8Array> {
    this.#group.take()
    const first = this.#first
    if (first) yield* this.#groupsOf(first)
    else if (this.#rows) yield* this.#groupOf(this.#rows)
  }

  /** Several groups where there are many columns. */
  *#groupsOf(first: FirstRows): Generator<Uint8Array> {
    const { columns } = first
    const state = { columns, rows: 0, seen: [] }
    const schema = new Schema(this.#name, [], this.#options, undefined, state)
    const rows = new ColumnRows(schema, this.#options.columns !== undefined)
    this.#first = undefined
    this.#rows = rows
    this.#file = this.#begin(columns)
    const most = this.#group.fit(columns.length)
    for (const item of first.held) {
      if (item instanceof Lines) {
        for (let at = 0; at < item.bytes.length; ) {
          const left = { rows: most - rows.length, size: ANY_SIZE }
          at += rows.addLines(item.bytes.subarray(at), left).bytes
          if (rows.length === most) yield* this.#groupOf(rows)
        }
      } else {
        rows.add(item)
        if (rows.length === most) yield* this.#groupOf(rows)
      }
    }
    yield* this.#groupOf(rows)
  }

  *#groupOf(rows: ColumnRows): Generator<Uint8Array> {
    if (rows.length > 0) yield* (this.#file as ColumnarFile).group(rows.take())
  }
}
