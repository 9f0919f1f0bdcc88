// Refuses tables that are too wide to be held or read: a name in each record makes a column of each.

import { OutputError } from '../core/errors.ts'
import type { FormatOptions } from './format.ts'

/** Columns of a table, where --max-columns says nothing else. */
export const MOST_COLUMNS = 10_000

/** @throws OutputError when so many columns are too many; `name` is that of the last, `taken` what a format takes at most. */
export function checkWidth(
  columns: number,
  name: string,
  { maxColumns = MOST_COLUMNS }: FormatOptions,
  taken: number = Number.POSITIVE_INFINITY,
): void {
  const most = Math.min(maxColumns, taken)
  if (columns <= most) return
  const advice = most === taken ? 'this format takes no more' : '--max-columns allows more'
  throw new OutputError(
    `more than ${most} columns, as ${JSON.stringify(name)}: --select or --columns takes some, ${advice}`,
  )
}
