// Runs a plan as the command line asks, and reports what happened; answers with an exit code.

import { run } from '../checkpoint/run.ts'
import type { BadRecord } from '../engine/bad-record.ts'
import { mappedFields, namedFields } from '../plan/named-fields.ts'
import { withProgress } from './progress.ts'
import type { Request } from './request.ts'
import { untilInterrupted } from './signals.ts'
import { isAnyUnmet } from './unmet.ts'

const BEGINNING = 64 * 1024 // bytes, in which most fields are met

/** What of a request a run needs: plain data, so that another thread may do it. */
export type Asked = Pick<Request, 'plan' | 'needsRecords' | 'progress' | 'reads' | 'isQuiet'> &
  Partial<Pick<Request, 'report' | 'jobs' | 'unordered' | 'part' | 'checkpoint'>>

export async function runPlan(asked: Asked): Promise<number> {
  const { plan, needsRecords, progress, reads, isQuiet, part } = asked
  const measure = asked.report !== undefined
  const warnings: Promise<void>[] = []
  const onWarning = (message: string) => {
    if (!isQuiet) warnings.push(import('./diagnostics.ts').then(({ warn }) => warn(message)))
  }
  const hasHints = !isQuiet && !part // which are found in how a document begins
  let fields = hasHints ? namedFields(plan.pipeline) : []
  const mapped = hasHints ? mappedFields(plan.mapping) : []
  const compared = fields.filter(({ isCompared, field }) => isCompared && field.length === 1)
  if (compared.length > 0) {
    const { forgottenQuotes } = await import('./forgotten-quotes.ts')
    const { found, hints } = await forgottenQuotes(compared, plan)
    fields = fields.filter((each) => !found.includes(each))
    for (const hint of hints) onWarning(hint)
    await Promise.all(warnings)
  }
  let beginning: Uint8Array | undefined
  const onBeginning = (bytes: Uint8Array) => {
    beginning = bytes.slice(0, BEGINNING)
  }
  const { LeftOut } = plan.onError && !isQuiet ? await import('./left-out.ts') : {}
  const leftOut = LeftOut && new LeftOut()
  const onBadRecord = (bad: BadRecord) => leftOut?.add(bad)
  const { runPart } = part ? await import('../split/run-part.ts') : {}
  const report = await withProgress(progress, (onStart) =>
    untilInterrupted((signal) => {
      const options = { signal, onWarning, onBadRecord, onStart, measure, reads }
      if (part && runPart) return runPart(plan, part, options)
      return run(plan, {
        ...options,
        ...(asked.jobs !== undefined && { jobs: asked.jobs }),
        ...(asked.unordered && { unordered: true }),
        ...(asked.checkpoint !== undefined && { checkpoint: asked.checkpoint }),
        onResume: ({ bad }) => leftOut?.goOn(bad),
        ...(fields.length + mapped.length > 0 && { onBeginning }),
      })
    }),
  ).finally(async () => {
    await Promise.all(warnings) // or an error might be printed before them
    leftOut?.summarise()
  })
  if (!isQuiet && !part && report.records === 0 && report.bad === 0 && report.seen.size > 0) {
    const { reportNoRecords } = await import('./diagnostics.ts')
    reportNoRecords(plan.record, report.seen)
  }
  if (beginning && report.records > 0) {
    const bytes = beginning
    fields = [...fields, ...mapped.filter((each) => isAnyUnmet([each], plan, bytes))]
    const isOnly = plan.inputs.length === 1 // the first of several says nothing of the others
    if (report.written === 0 || (isOnly && isAnyUnmet(fields, plan, bytes))) {
      const { hintsOf } = await import('./hints.ts')
      const isAll = report.bytes === bytes.length
      for (const hint of await hintsOf(fields, plan, bytes, isAll)) onWarning(hint)
      await Promise.all(warnings)
    }
  }
  if (asked.report) {
    const { printReport } = await import('./report.ts')
    printReport(report, asked.report)
  }
  if (report.unread > 0) return 4 // the greater code, as with `check`
  if (report.malformed > 0) return 3
  return needsRecords && report.written === 0 ? 1 : 0
}
