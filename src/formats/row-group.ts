// Holds records until there are enough to be written as one group of rows: the memory of a format is one group, 65,536 rows or 16 MiB of values.

import type { Value } from '../record/record.ts'

const ROWS = 64 * 1024
const SIZE = 16 * 1024 * 1024 // characters, and what every value costs beside them
const VALUE = 48
const DEEP = 1000 // levels that are looked at

export class RowGroup {
  #records: Value[] = []
  #size = 0

  add(record: Value): void {
    this.#records.push(record)
    this.#size += sizeOf(record)
  }

  get isFull(): boolean {
    return this.#records.length >= ROWS || this.#size >= SIZE
  }

  /** All of them, and starts anew. */
  take(): Value[] {
    const records = this.#records
    this.#records = []
    this.#size = 0
    return records
  }
}

function sizeOf(value: Value, level = 0): number {
  if (typeof value === 'string') return VALUE + value.length
  if (typeof value !== 'object' || value === null || level > DEEP) return VALUE
  let size = VALUE
  if (Array.isArray(value)) for (const item of value) size += sizeOf(item, level + 1)
  else for (const name of Object.keys(value)) size += sizeOf(value[name] as Value, level + 1)
  return size
}
