// Turns what is known of parts into lines for a person.

import { visible } from '../core/printable.ts'
import type { Counts, Listed, Listing } from '../jobs/listing.ts'
import { grouped, timeInWords } from './quantities.ts'

const STATES = ['running', 'failed', 'waiting', 'done'] as const
const HEADER = ['part', 'state', 'where', 'read', 'records', 'tries', 'since', '']

/** The counts, then the parts; of more than fit in so many lines those that run or have failed come first. */
export function table(
  { parts, counts }: Pick<Listing, 'parts' | 'counts'>,
  most: number,
): string[] {
  const room = Math.max(0, most - 2)
  const shown = parts.length <= room ? parts : firstOf(parts, room)
  const rows = [HEADER, ...shown.map(cells)]
  const widths = HEADER.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)))
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [countsLine(counts), ...(shown.length > 0 ? lines : [])]
}

export function countsLine({ parts, waiting, running, done, failed, missing }: Counts): string {
  const counted = `${parts} parts: ${waiting} waiting, ${running} running, ${done} done, ${failed} failed`
  return missing === 0 ? counted : `${counted}; ${missing} are not there yet: split puts them`
}

export function partLine(part: Listed): string {
  return `part ${cells(part)
    .filter((cell) => cell !== '')
    .join('  ')}`
}

function firstOf(parts: readonly Listed[], most: number): Listed[] {
  const byState = STATES.flatMap((state) => parts.filter((part) => part.state === state))
  const chosen = new Set(byState.slice(0, most))
  return parts.filter((part) => chosen.has(part))
}

function cells(listed: Listed): string[] {
  const { part, state, host, pid, share, records, tries, age, error } = listed
  const isShown = state === 'running' && share !== undefined
  return [
    String(part),
    state,
    host === undefined ? '' : visible(`${host}:${pid}`),
    isShown ? `${Math.floor(100 * share)}%` : '',
    records === undefined ? '' : grouped(records),
    tries === undefined ? '' : String(tries),
    age === undefined ? '' : timeInWords(age),
    error === undefined ? '' : visible(error),
  ]
}
