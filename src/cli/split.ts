// Performs `cosax split`: cuts files between records, and writes where and what is needed to read each part.

import { UsageError } from '../core/errors.ts'
import { MAKING } from '../jobs/names.ts'
import { isNats, type NatsAddress, parseNats } from '../nats/address.ts'
import { destinationsOf, STDIN } from '../plan/plan.ts'
import { checkDestinations, writeText } from '../sinks/text.ts'
import { manifestOf } from '../split/manifest.ts'
import type { Part } from '../split/part.ts'
import { split } from '../split/split.ts'
import { reportNoRecords, warn, warnUnless } from './diagnostics.ts'
import { withProgress } from './progress.ts'
import type { Request } from './request.ts'
import { untilInterrupted } from './signals.ts'

export async function splitFiles(request: Request): Promise<number> {
  const { plan, wanted, progress, reads, isQuiet } = request
  const { inputs, pipeline } = plan
  if (!wanted) throw new UsageError('split: expected --parts N or --size BYTES')
  const all = destinationsOf(pipeline)
  const streams = all.filter(isNats).map((destination) => parseNats(destination, MAKING))
  const destinations = all.filter((destination) => !isNats(destination))
  for (const stream of streams) await insistOnRoomIn(stream)
  checkDestinations(destinations, [
    ...inputs.map((input) => (input === STDIN ? 0 : input)),
    ...(plan.dtd ?? []),
    ...reads,
  ])
  const { parts, records, seen } = await withProgress(progress, (onStart) =>
    untilInterrupted((signal) =>
      split(plan, wanted, { signal, onWarning: warnUnless(isQuiet), onStart }),
    ),
  )
  await writeText(manifestOf(parts), destinations)
  for (const stream of streams) {
    const added = await untilInterrupted((signal) => putIn(stream, parts, signal))
    if (added < parts.length && !isQuiet) {
      warn(`cosax: ${stream.shown}: parts that were there already: ${parts.length - added}`)
    }
  }
  if (isQuiet) return 0
  if (records === 0 && seen.size > 0) reportNoRecords(plan.record, seen)
  else if ('parts' in wanted && parts.length !== wanted.parts) {
    const place = parts.some(({ members }) => members) ? 'members' : 'places'
    const reason =
      parts.length < wanted.parts ? `no more ${place} to cut at` : 'each file is one at least'
    warn(`cosax: ${counted(parts.length)}, where ${wanted.parts} were asked for: ${reason}`)
  }
  return 0
}

/** Before a long reading. @throws OutputError when it cannot be reached, or holds something else. */
async function insistOnRoomIn(stream: NatsAddress): Promise<void> {
  const { insistOnRoom, makingOf } = await import('../jobs/put.ts')
  makingOf(stream)
  await untilInterrupted((signal) => insistOnRoom(stream, signal))
}

async function putIn(stream: NatsAddress, parts: Part[], signal: AbortSignal): Promise<number> {
  const { putParts } = await import('../jobs/put.ts')
  return putParts(stream, parts, signal)
}

function counted(parts: number): string {
  return parts === 1 ? 'one part' : `${parts} parts`
}
