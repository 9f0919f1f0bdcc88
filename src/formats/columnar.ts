// Turns records into the bytes of a format that is written a group of rows at a time, column by column.

import { Lines, recordsIn } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import type { ColumnData } from './column-builder.ts'
import { ColumnRows } from './column-rows.ts'
import { FirstRows } from './first-rows.ts'
import type { Encoded, Encoder, FormatOptions } from './format.ts'
import type { Column } from './found-columns.ts'
import { RowGroup } from './row-group.ts'
import { Schema, type SchemaState } from './schema.ts'

/** What is known to write a file once its columns are known. It gives bytes that may be overwritten by the next. */
export interface ColumnarFile {
  /** A group of at least one row. */
  group(columns: readonly ColumnData[]): Iterable<Uint8Array>
  end(): Iterable<Uint8Array>
  /** Adds a column after all others, of which the next group has values; without it there are none but the first. */
  add?(column: Column): void
}

/** What another one has to know to go on: the records of the first group so far, or the columns. */
export interface ColumnarState {
  first: readonly Value[]
  schema?: SchemaState
}

/** Called with the columns of the first group, or of a file that is gone on with. */
export type Begin = (columns: readonly Column[]) => ColumnarFile

const ANY_SIZE = 2 ** 31
const NOTHING = new Uint8Array(0)

export class Columnar implements Encoder {
  readonly writesBytes = true
  readonly #name: string
  readonly #options: FormatOptions
  readonly #begin: Begin
  readonly #most: number | undefined
  readonly #group = new RowGroup()
  /** Until the columns are known. */
  #first: FirstRows | undefined
  #rows: ColumnRows | undefined
  #file: ColumnarFile | undefined

  /** `most` is how many columns the format takes. */
  constructor(name: string, options: FormatOptions, begin: Begin, most?: number) {
    this.#name = name
    this.#options = options
    this.#begin = begin
    this.#most = most
    const { first = [], schema } = (options.state ?? {}) as Partial<ColumnarState>
    if (schema) this.#start(schema)
    else this.#first = new FirstRows(options, most)
    for (const record of first) this.#add(record)
  }

  encode(record: Value): Encoded {
    this.#add(record)
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

  /** Writes the rows that it holds, once their columns are known. */
  *settled(): Generator<Uint8Array> {
    if (this.#rows) yield* this.#write()
  }

  /** What another one has to know to go on when all is settled. */
  get kept(): ColumnarState {
    const held = this.#first?.held ?? []
    const first = held.flatMap((item) => (item instanceof Lines ? [...recordsIn(item)] : [item]))
    return { first, ...(this.#rows && { schema: this.#rows.schema.state }) }
  }

  get #taking(): ColumnRows | FirstRows {
    return this.#rows ?? (this.#first as FirstRows)
  }

  #add(record: Value): void {
    this.#taking.add(record)
    this.#group.count(record)
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
    const rows = this.#start({ columns, rows: 0, seen: [] })
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

  #start(state: SchemaState): ColumnRows {
    const file = this.#begin(state.columns)
    const adding = file.add && { add: file.add.bind(file), most: this.#most }
    const schema = new Schema(this.#name, this.#options, state, adding)
    this.#first = undefined
    this.#file = file
    this.#rows = new ColumnRows(schema, this.#options.columns !== undefined)
    this.#group.fit(state.columns.length)
    return this.#rows
  }

  *#groupOf(rows: ColumnRows): Generator<Uint8Array> {
    if (rows.length > 0) yield* (this.#file as ColumnarFile).group(rows.take())
  }
}
