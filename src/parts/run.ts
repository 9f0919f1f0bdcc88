// Runs a plan in several threads where its inputs can be read in parts, and in one where not.

import { availableParallelism } from 'node:os'
import { engineFor } from '../engine/engine.ts'
import { checkPlan } from '../plan/check-plan.ts'
import { reachedBy } from '../plan/lower.ts'
import type { Pipeline, Plan } from '../plan/plan.ts'
import type { Report, RunOptions } from '../plan/report.ts'
import { runIn, run as runInOneThread } from '../plan/run.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'
import type { Cutting } from './in-parts.ts'
import { isPlain } from './plain-file.ts'

const SMALLEST = 64 * 1024 * 1024 // bytes of a file that is read in parts
const STEP = 8 * 1024 * 1024 // bytes of a part

export interface PartsOptions extends RunOptions {
  /** How many threads read; as many as the process may use if not given. */
  jobs?: number
  /** How files are cut, where not as usual. */
  cutting?: Partial<Omit<Cutting, 'jobs'>>
}

export async function run(plan: Plan, options: PartsOptions = {}): Promise<Report> {
  checkPlan(plan)
  const { jobs = availableParallelism(), cutting = {}, ...rest } = options
  const { smallest = SMALLEST, step = STEP, waits = false } = cutting
  const isParted =
    jobs > 1 &&
    whyInOrder(plan, rest) === undefined &&
    plan.inputs.some((input) => isPlain(input, smallest))
  if (!isParted) return runInOneThread(plan, rest)
  const { InParts } = await import('./in-parts.ts') // few runs need threads
  return runIn(new InParts({ jobs, smallest, step, waits }), plan, rest)
}

/** Why a plan needs one thread, if it does. */
export function whyInOrder(plan: Plan, { measure }: RunOptions = {}): string | undefined {
  if (plan.records) return 'lines of JSON are read in their order'
  if (engineFor(plan) !== 'kernel') return 'only the engine kernel can begin inside a document'
  if (plan.follow) return 'a file that is followed has no end to begin at'
  if (plan.fragments) return 'a row of documents is read from its start'
  if (plan.dtd !== undefined) return 'files of declarations are read once'
  if (plan.withSource !== undefined) return 'records are numbered in their order'
  if (takesScopes(plan.pipeline)) return 'XML is written with the prefixes that were met before'
  if (measure) return 'the steps are timed in one thread'
  return undefined
}

/** Whether what is written somewhere needs to know what is declared around records. */
function takesScopes(pipeline: Pipeline): boolean {
  return reachedBy(pipeline, true).some(([destination, writing]) =>
    formatOfDestination(destination, writing).format.takes.includes('prefixes'),
  )
}
