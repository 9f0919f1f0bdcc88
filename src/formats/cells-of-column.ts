// Turns a column of numbers, or of true and false, back into an array of values, for what takes nothing else.

import type { ColumnData } from './column-builder.ts'
import type { Cell } from './schema.ts'

export function cellsOf(column: ColumnData): Cell[] {
  const { length, nullCount, validity } = column
  const cells = numbersOf(column)
  if (nullCount === 0) return cells
  for (let at = 0; at < length; at++) if (!isSet(validity, at)) cells[at] = null
  return cells
}

function numbersOf({ type, length, values }: ColumnData): Cell[] {
  if (type !== 'boolean') return [...(values as Iterable<bigint | number>)]
  return Array.from({ length }, (_, at) => isSet(values as Uint8Array, at))
}

/** Whether the bit of a row is set. */
export function isSet(bits: Uint8Array, at: number): boolean {
  return ((bits[at >> 3] as number) & (1 << (at & 7))) !== 0
}
