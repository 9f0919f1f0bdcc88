// Runs a plan, as a job that can be gone on with if that is asked for.

import { isNats } from '../nats/address.ts'
import { type PartsOptions, run as runInParts } from '../parts/run.ts'
import type { Plan } from '../plan/plan.ts'
import type { Report } from '../plan/report.ts'
import type { Pacing } from './pace.ts'
import type { Resumed } from './run-job.ts'

export interface JobRunOptions extends PartsOptions {
  /**
   * A file that says how far the run is: if it is interrupted, the same run with the same file goes on from there. It is
   * removed when all is done.
   */
  checkpoint?: string
  /** How often that is written, where not as usual. */
  pacing?: Pacing
  /** Called when a run goes on from a checkpoint. */
  onResume?: (resumed: Resumed) => void
}

/**
 * Runs a plan to its end and says what happened.
 *
 * @throws UsageError for a plan that cannot be understood, InputError, XmlError, StageError or OutputError
 * for what happens on the way, or the reason of `signal`. Whole records before a fault are written to
 * standard output; files appear only if all went well.
 *
 * @example
 * ```js
 * import { run } from 'cosax'
 *
 * const report = await run({
 *   inputs: ['fixtures/buses.xml'],
 *   record: 'bus',
 *   pipeline: {
 *     stages: [
 *       { stage: 'filter', argument: { field: ['route'], operator: '=', value: '22' } },
 *       { stage: 'count', argument: null },
 *     ],
 *   },
 * })
 * console.log(report.records)
 * ```
 * ```text
 * {"count":24}
 * 863
 * ```
 */
export async function run(plan: Plan, options: JobRunOptions = {}): Promise<Report> {
  const { checkpoint, pacing = {}, onResume, ...rest } = options
  if (plan.inputs.some(isNats)) {
    const { runConsumption } = await import('./run-consumption.ts')
    const { jobs: _, unordered: __, cutting: ___, ...alone } = rest
    return runConsumption(plan, { ...alone, ...(checkpoint !== undefined && { checkpoint }) })
  }
  if (checkpoint === undefined) return runInParts(plan, rest)
  const { runJob } = await import('./run-job.ts')
  return runJob(plan, { ...rest, checkpoint, pacing, ...(onResume && { onResume }) })
}
