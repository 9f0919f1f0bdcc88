// Runs a plan in several threads where its inputs can be shared out, and in one where not.

import { checkPlan } from '../plan/check-plan.ts'
import type { Plan } from '../plan/plan.ts'
import type { Report, RunOptions } from '../plan/report.ts'
import { runIn, run as runInOneThread } from '../plan/run.ts'
import { type Cutting, shareOut } from './share-out.ts'

export interface PartsOptions extends RunOptions {
  /** How many threads read; as many as the process may use if not given. */
  jobs?: number
  /** Whether records of several inputs may be mixed, which may be faster; those of each keep their order. */
  unordered?: boolean
  /** How the work is shared out, where not as usual. */
  cutting?: Partial<Cutting>
}

export async function run(plan: Plan, options: PartsOptions = {}): Promise<Report> {
  checkPlan(plan)
  const { jobs, cutting, unordered = false, ...rest } = options
  const asked = { ...(jobs !== undefined && { jobs }), ...(cutting && { cutting }) }
  const how = { isUnordered: unordered, measure: rest.measure === true }
  const shared = shareOut(plan, { ...asked, ...how })
  if ('reason' in shared) return runInOneThread(plan, rest)
  const { InParts } = await import('./in-parts.ts') // few runs need threads
  return runIn(new InParts(shared), plan, rest)
}
