// Holds records until there are enough to be written as one group of rows: the memory of a format is one group, 65,536 rows or 16 MiB of values.
// Once the columns are known it is 4 million cells at most, too: a row of a wide table is mostly nothing, which has no size here.

import { VALUE_SIZE } from '../kernel/table/layout.ts'
import type { Value } from '../record/record.ts'

const ROWS = 64 * 1024
const SIZE = 16 * 1024 * 1024 // characters, and what every value costs beside them
const CELLS = 4 * 1024 * 1024
const DEEP = 1000 // levels that are looked at

/** Rows, and what they are of. */
export interface Counted {
  rows: number
  size: number
}

export class RowGroup {
  #records: Value[] = []
  #number = 0
  #size = 0
  #rows = ROWS

  add(record: Value): void {
    this.#records.push(record)
    this.count(record)
  }

  /** The same for one that is held elsewhere. */
  count(record: Value): void {
    this.#number++
    this.#size += sizeOf(record)
  }

  /** The same for records that are of this size together. */
  countLines({ rows, size }: Counted): void {
    this.#number += rows
    this.#size += size
  }

  /** What it takes until it is full. */
  get left(): Counted {
    return { rows: this.#rows - this.#number, size: SIZE - this.#size }
  }

  get isFull(): boolean {
    return this.#number >= this.#rows || this.#size >= SIZE
  }

  /** Says how many columns there are; answers with the rows of a group. */
  fit(columns: number): number {
    this.#rows = Math.max(1, Math.min(ROWS, Math.floor(CELLS / columns)))
    return this.#rows
  }

  /** Those that were added. */
  get records(): readonly Value[] {
    return this.#records
  }

  /** All of them, and starts anew. */
  take(): Value[] {
    const records = this.#records
    this.#records = []
    this.#number = 0
    this.#size = 0
    return records
  }
}

/** How much it holds, as `kernel/table/size.ts` says of lines. */
export function sizeOf(value: Value, level = 0): number {
  if (typeof value === 'string') return VALUE_SIZE + value.length
  if (typeof value !== 'object' || value === null || level > DEEP) return VALUE_SIZE
  let size = VALUE_SIZE
  if (Array.isArray(value)) for (const item of value) size += sizeOf(item, level + 1)
  else for (const name of Object.keys(value)) size += sizeOf(value[name] as Value, level + 1)
  return size
}
