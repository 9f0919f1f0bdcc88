// Turns records into the bytes of a format that is written a group of rows at a time, column by column.

import type { Value } from '../record/record.ts'
import { type Encoded, type Encoder, type FormatOptions, isPieces } from './format.ts'
import type { Column } from './found-columns.ts'
import { RowGroup } from './row-group.ts'
import { type Cell, Schema } from './schema.ts'

/** What is known to write a file once its columns are known. */
export interface ColumnarFile {
  /** A group of at least one row: the cells of each column. */
  group(columns: Cell[][]): Uint8Array
  end(): Uint8Array
}

export class Columnar implements Encoder {
  readonly #name: string
  readonly #options: FormatOptions
  readonly #begin: (columns: readonly Column[]) => ColumnarFile
  readonly #group = new RowGroup()
  #schema: Schema | undefined
  #columns: Cell[][] = []
  #rows = 0
  #file: ColumnarFile | undefined

  constructor(
    name: string,
    options: FormatOptions,
    begin: (columns: readonly Column[]) => ColumnarFile,
  ) {
    this.#name = name
    this.#options = options
    this.#begin = begin
  }

  encode(record: Value): Encoded {
    if (!this.#schema) this.#group.add(record)
    else {
      this.#group.count(record)
      this.#addRow(this.#schema.row(record))
    }
    return this.#group.isFull ? this.#write() : ''
  }

  end(): Encoded {
    const last = this.#write()
    const end = () => (this.#file as ColumnarFile).end()
    return isPieces(last) ? after(last, end) : Buffer.concat([last, end()])
  }

  /** The rows that are held: several groups only of the first records, where there are many columns. */
  #write(): Uint8Array | Generator<Uint8Array> {
    const first = this.#group.take()
    this.#schema ??= new Schema(this.#name, first, this.#options)
    const { columns } = this.#schema
    this.#file ??= this.#begin(columns)
    const most = this.#group.fit(columns.length)
    if (first.length > most) return this.#groups(first, most)
    for (const record of first) this.#addRow(this.#schema.row(record))
    return this.#rows > 0 ? this.#file.group(this.#takeColumns()) : new Uint8Array()
  }

  *#groups(records: readonly Value[], most: number): Generator<Uint8Array> {
    for (const record of records) {
      this.#addRow((this.#schema as Schema).row(record))
      if (this.#rows === most) yield (this.#file as ColumnarFile).group(this.#takeColumns())
    }
    if (this.#rows > 0) yield (this.#file as ColumnarFile).group(this.#takeColumns())
  }

  /** Only cells are held once the columns are known: a record is more than they are. */
  #addRow(row: readonly Cell[]): void {
    for (let at = 0; at < row.length; at++) {
      const column = this.#columns[at]
      if (column) column.push(row[at] as Cell)
      else this.#columns[at] = [row[at] as Cell]
    }
    this.#rows++
  }

  #takeColumns(): Cell[][] {
    const columns = this.#columns
    this.#columns = []
    this.#rows = 0
    return columns
  }
}

function* after(pieces: Generator<Uint8Array>, last: () => Uint8Array): Generator<Uint8Array> {
  yield* pieces
  yield last()
}
