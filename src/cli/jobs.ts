// Performs `cosax jobs`: shows what has become of the parts of a stream, once or all along.

import { UsageError } from '../core/errors.ts'
import { type Listed, Listing } from '../jobs/listing.ts'
import { wait } from '../jobs/persevere.ts'
import { isTerminal } from '../sinks/terminal.ts'
import { jobsAddressOf } from './address.ts'
import { countsLine, partLine, table } from './jobs-table.ts'
import { print } from './print.ts'
import { Redrawn } from './redrawn.ts'
import type { Request } from './request.ts'
import { untilInterrupted } from './signals.ts'

const PAUSE = 1000 // ms between two looks
const FAILED = 5 // exit code

export async function showJobs(request: Request): Promise<number> {
  const { watches, untilDrained, isJson, change } = request.clustering
  const address = jobsAddressOf(request)
  if (untilDrained && !watches) throw new UsageError('--until-drained: jobs needs --watch with it')
  if (change && (watches || isJson)) throw new UsageError(`--${change}: stands alone`)
  return untilInterrupted(async (signal) => {
    const lost = new AbortController()
    const either = AbortSignal.any([signal, lost.signal])
    const onLost = (error: unknown) => lost.abort(error)
    const listing = await Listing.open(address, { signal, onLost })
    try {
      if (change === 'remove') {
        await listing.remove()
        return 0
      }
      await listing.look(either)
      if (change === 'retry') {
        print(`parts that are tried again: ${await listing.retry()}`)
        return 0
      }
      if (watches) await watch(listing, isJson === true, untilDrained === true, either)
      else
        print(isJson ? listing.parts.map(jsonOf).join('\n') : table(listing, Infinity).join('\n'))
      return listing.counts.failed > 0 ? FAILED : 0
    } finally {
      await listing.close()
    }
  })
}

/** Until nothing waits or runs, or the signal. */
async function watch(
  listing: Listing,
  isJson: boolean,
  untilDrained: boolean,
  signal: AbortSignal,
): Promise<void> {
  const show = isJson || !isTerminal(1) ? changesOf(isJson) : redrawing()
  while (true) {
    show(listing)
    if (untilDrained && listing.isSettled) return
    await wait(PAUSE, signal)
    await listing.look(signal)
  }
}

function redrawing(): (listing: Listing) => void {
  const screen = new Redrawn()
  return (listing) => screen.show(table(listing, screen.rows - 1))
}

/** Prints each part that is not as it was, then the counts. */
function changesOf(isJson: boolean): (listing: Listing) => void {
  const shown = new Map<string, string>()
  let counts = ''
  return (listing) => {
    const changed = listing.parts.filter((part) => {
      const fact = `${part.state} ${part.share} ${part.tries} ${part.error !== undefined}`
      const isNew =
        shown.get(part.id) !== fact && (isJson || part.state !== 'waiting' || part.error)
      shown.set(part.id, fact)
      return isNew
    })
    const lines = changed.map(isJson ? jsonOf : partLine)
    const now = countsLine(listing.counts)
    if (!isJson && now !== counts) lines.push(now)
    counts = now
    if (lines.length > 0) print(lines.join('\n'))
  }
}

function jsonOf({ worker: _, ...part }: Listed): string {
  return JSON.stringify(part)
}
