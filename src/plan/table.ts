// Lays out rows of cells in columns for a person.

import { printable } from '../core/printable.ts'

/** A wider cell moves those beside it, not those of other rows. */
const WIDEST = 60

/** The columns named in `right` end at one place, the others begin there. */
export function table(rows: string[][], right: readonly number[] = []): string {
  const shown = rows.map((row) => row.map(printable))
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(Math.max(...shown.map((row) => row[column]?.length ?? 0)), WIDEST),
  )
  return shown
    .map((row) =>
      row
        .map((cell, i) =>
          right.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
