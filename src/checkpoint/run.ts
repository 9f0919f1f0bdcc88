// Runs a plan, as a job that can be gone on with if that is asked for.

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

export async function run(plan: Plan, options: JobRunOptions = {}): Promise<Report> {
  const { checkpoint, pacing = {}, onResume, ...rest } = options
  if (checkpoint === undefined) return runInParts(plan, rest)
  const { runJob } = await import('./run-job.ts')
  return runJob(plan, { ...rest, checkpoint, pacing, ...(onResume && { onResume }) })
}
