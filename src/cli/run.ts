// Runs a plan as the command line asks, and tells what there is to tell of it; answers with an exit code.

import { namedFields } from '../plan/named-fields.ts'
import { run } from '../plan/run.ts'
import type { BadRecord } from '../xml/bad-record.ts'
import { withProgress } from './progress.ts'
import type { Request } from './request.ts'
import { untilInterrupted } from './signals.ts'
import { isAnyUnmet } from './unmet.ts'

const BEGINNING = 64 * 1024 // bytes, in which most fields are met

/** What of a request a run needs: plain data, so that another thread may do it. */
export type Asked = Pick<Request, 'plan' | 'needsRecords' | 'progress' | 'reads' | 'isQuiet'> &
  Partial<Pick<Request, 'report'>>

export async function runPlan(asked: Asked): Promise<number> {
  const { plan, needsRecords, progress, reads, isQuiet } = asked
  const measure = asked.report !== undefined
  const told: Promise<void>[] = []
  const onWarning = (message: string) => {
    if (!isQuiet) told.push(import('./tell.ts').then(({ warn }) => warn(message)))
  }
  const fields = isQuiet ? [] : namedFields(plan.pipeline)
  let beginning: Uint8Array | undefined
  const onBeginning = (bytes: Uint8Array) => {
    beginning = bytes.slice(0, BEGINNING)
  }
  const { LeftOut } = plan.onError && !isQuiet ? await import('./left-out.ts') : {}
  const leftOut = LeftOut && new LeftOut()
  const onBadRecord = (bad: BadRecord) => leftOut?.add(bad)
  const report = await withProgress(progress, (onStart) =>
    untilInterrupted((signal) =>
      run(plan, {
        signal,
        onWarning,
        onBadRecord,
        onStart,
        measure,
        reads,
        ...(fields.length > 0 && { onBeginning }),
      }),
    ),
  ).finally(async () => {
    await Promise.all(told) // or an error might be said before them
    leftOut?.tell()
  })
  if (!isQuiet && report.records === 0 && report.bad === 0 && report.seen.size > 0) {
    const { tellNoRecords } = await import('./tell.ts')
    tellNoRecords(plan.record, report.seen)
  }
  if (beginning && report.records > 0) {
    if (report.written === 0 || isAnyUnmet(fields, plan, beginning)) {
      const { hintsOf } = await import('./hints.ts')
      const isAll = report.bytes === beginning.length
      for (const hint of await hintsOf(fields, plan, beginning, isAll)) onWarning(hint)
      await Promise.all(told)
    }
  }
  if (asked.report) {
    const { tellReport } = await import('./report.ts')
    tellReport(report, asked.report)
  }
  if (report.unread > 0) return 4 // the greater code, as `check` has it
  if (report.malformed > 0) return 3
  return needsRecords && report.written === 0 ? 1 : 0
}
