// Performs `cosax split`: cuts files between records, and writes where and what is needed to read each part.

import { UsageError } from '../core/errors.ts'
import { destinationsOf, STDIN } from '../plan/plan.ts'
import { checkDestinations, writeText } from '../sinks/text.ts'
import { manifestOf } from '../split/manifest.ts'
import { split } from '../split/split.ts'
import { reportNoRecords, warn, warnUnless } from './diagnostics.ts'
import { withProgress } from './progress.ts'
import type { Request } from './request.ts'
import { untilInterrupted } from './signals.ts'

export async function splitFiles(request: Request): Promise<number> {
  const { plan, wanted, progress, reads, isQuiet } = request
  const { inputs, pipeline } = plan
  if (!wanted) throw new UsageError('split: expected --parts N or --size BYTES')
  const destinations = destinationsOf(pipeline)
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

function counted(parts: number): string {
  return parts === 1 ? 'one part' : `${parts} parts`
}
