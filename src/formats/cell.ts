// Turns the value of a cell into its text: dictionaries and arrays as JSON.

import type { Cell } from './columns.ts'
import { jsonOf } from './jsonl.ts'

/** Null for what is empty or missing. */
export function cellText(cell: Cell): string | null {
  if (typeof cell === 'string') return cell
  if (cell === undefined || cell === null) return null
  return typeof cell === 'object' ? jsonOf(cell) : String(cell)
}
