// Runs a plan as the command line asks, and tells what there is to tell of it; answers with an exit code.

import { run } from '../plan/run.ts'
import type { BadRecord } from '../xml/bad-record.ts'
import { withProgress } from './progress.ts'
import type { Request } from './request.ts'
import { untilInterrupted } from './signals.ts'

/** What of a request a run needs: plain data, so that another thread may do it. */
export type Asked = Pick<Request, 'plan' | 'needsRecords' | 'progress' | 'reads'> &
  Partial<Pick<Request, 'report'>>

export async function runPlan(asked: Asked): Promise<number> {
  const { plan, needsRecords, progress, reads } = asked
  const measure = asked.report !== undefined
  const told: Promise<void>[] = []
  const onWarning = (message: string) => {
    told.push(import('./tell.ts').then(({ warn }) => warn(message)))
  }
  const { LeftOut } = plan.onError ? await import('./left-out.ts') : {}
  const leftOut = LeftOut && new LeftOut()
  const onBadRecord = (bad: BadRecord) => leftOut?.add(bad)
  const report = await withProgress(progress, (onStart) =>
    untilInterrupted((signal) =>
      run(plan, { signal, onWarning, onBadRecord, onStart, measure, reads }),
    ),
  ).finally(async () => {
    await Promise.all(told) // or an error might be said before them
    leftOut?.tell()
  })
  if (report.records === 0 && report.bad === 0 && report.seen.size > 0) {
    const { tellNoRecords } = await import('./tell.ts')
    tellNoRecords(plan.record, report.seen)
  }
  if (asked.report) {
    const { tellReport } = await import('./report.ts')
    tellReport(report, asked.report)
  }
  return needsRecords && report.written === 0 ? 1 : 0
}
