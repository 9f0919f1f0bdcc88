// Provides what stages read rows with: as records that have the fields which are read, or by the bytes of their values.

import type { Field } from './field.ts'
import { type Dictionary, set, type Value } from './record.ts'
import { copied, type Rows } from './rows.ts'

/** Makes of rows what the functions of a stage take for a record: one object that is used again, with its fields. */
export class RowReader {
  readonly #names: string[]
  readonly #record: Dictionary = {}
  #columns: readonly string[] = []
  #places: number[] = []
  #first = -1 // where all of them stand side by side

  constructor(fields: readonly Field[]) {
    this.#names = fields.map((field) => field.join('/'))
  }

  /** Where the fields stand among the columns. */
  placesIn({ columns }: Rows): readonly number[] {
    if (columns !== this.#columns) {
      this.#columns = columns
      this.#places = this.#names.map((name) => columns.indexOf(name))
      const [first = -1] = this.#places
      this.#first = this.#places.every((place, i) => place === first + i) ? first : -1
    }
    return this.#places
  }

  /** The `bytes` of all fields, if they stand side by side. */
  bytes(rows: Rows, row: number): string | undefined {
    const { length } = this.placesIn(rows)
    return this.#first < 0 ? undefined : rows.bytes(row, this.#first, this.#first + length - 1)
  }

  /** What has the value of each field under its path: none where it is missing. */
  record(rows: Rows, row: number): Value {
    const places = this.placesIn(rows)
    for (let i = 0; i < places.length; i++) {
      const value = rows.value(row, places[i] as number)
      set(this.#record, this.#names[i] as string, value as Value)
    }
    return this.#record
  }
}

const MOST = 20_000

/** Remembers what belongs to values by their `bytes`, for some of them. */
export class KnownRows<T> {
  readonly #known = new Map<string, T>()

  get(bytes: string | undefined): T | undefined {
    return bytes === undefined ? undefined : this.#known.get(bytes)
  }

  keep(bytes: string | undefined, known: T): void {
    if (bytes !== undefined && this.#known.size < MOST) this.#known.set(copied(bytes), known)
  }
}
