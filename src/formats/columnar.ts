// Turns records into the bytes of a format that is written a group of rows at a time, column by column.

import type { Value } from '../record/record.ts'
import type { Encoder, FormatOptions } from './format.ts'
import { RowGroup } from './row-group.ts'
import { type Cell, type Column, Schema } from './schema.ts'

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

  encode(record: Value): string | Uint8Array {
    this.#group.add(record)
    return this.#group.isFull ? this.#write() : ''
  }

  end(): Uint8Array {
    const last = this.#write()
    return Buffer.concat([last, (this.#file as ColumnarFile).end()])
  }

  #write(): Uint8Array {
    const records = this.#group.take()
    this.#schema ??= new Schema(this.#name, records, this.#options)
    this.#file ??= this.#begin(this.#schema.columns)
    if (records.length === 0) return new Uint8Array()
    return this.#file.group(transposed(records, this.#schema))
  }
}

function transposed(records: readonly Value[], schema: Schema): Cell[][] {
  const columns: Cell[][] = schema.columns.map(() => [])
  for (const record of records) {
    const row = schema.row(record)
    for (let at = 0; at < row.length; at++) columns[at]?.push(row[at] as Cell)
  }
  return columns
}
