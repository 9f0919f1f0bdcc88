// Finds the cells of the columns of a schema in lines, also of those that are added to it.

import { CellReader } from '../engine/cell-reader.ts'
import { KIND_ARRAY } from '../kernel/table/layout.ts'
import { cellsFor } from './row-names.ts'
import type { Schema } from './schema.ts'

const WIDE = 512 // columns: what is done for each of a few rows takes longer than to read their records

export class SchemaReader {
  readonly #schema: Schema
  readonly #of: 'asked' | 'fields'
  #reader: CellReader | undefined
  /** How many columns it finds: a record with another one is left to whoever asks. */
  columns = 0
  #changes = -1
  #layouts = 0
  #odd = 0 // records since the last layout, with a column that it does not find

  /** `areChosen` says that records may have fields for which there is no column. */
  constructor(schema: Schema, areChosen: boolean) {
    this.#schema = schema
    this.#of = areChosen ? 'asked' : 'fields'
  }

  /** It reads as the schema is now; nothing if the columns cannot be found in lines. */
  get reader(): CellReader | undefined {
    return this.#reader ? this.#learned(this.#reader) : this.#begun()
  }

  /** Takes note of a record that was left; answers whether the reader finds other columns from then on. */
  passRecord(): boolean {
    if (!this.#reader) return false
    this.#learned(this.#reader)
    const areNew = this.#schema.columns.length > this.columns
    // where each record has a name of its own, a layout for each would take the square of the time
    return areNew && ++this.#odd >= this.#layouts && this.#begun() !== undefined
  }

  #begun(): CellReader | undefined {
    const names = this.#schema.columns.map(({ name }) => name)
    if (names.length > WIDE) return undefined
    const cells = cellsFor({ of: this.#of, names })
    if (!cells) return undefined
    const reader = this.#reader ?? new CellReader()
    reader.setLayout(cells)
    this.#reader = reader
    this.columns = names.length
    this.#layouts++
    this.#odd = 0
    this.#changes = -1
    return this.#learned(reader)
  }

  #learned(reader: CellReader): CellReader {
    const { changes, seen } = this.#schema.kinds
    if (changes === this.#changes) return reader
    this.#changes = changes
    for (let at = 0; at < this.columns; at++) reader.take(at, KIND_ARRAY | (seen[at] ?? 0))
    return reader
  }
}
