// Runs a plan in several threads where its inputs can be read in parts, and in one where not.

import { availableParallelism } from 'node:os'
import { engineFor } from '../engine/engine.ts'
import { checkPlan } from '../plan/check-plan.ts'
import { reachedBy } from '../plan/lower.ts'
import type { Pipeline, Plan } from '../plan/plan.ts'
import type { Report, RunOptions } from '../plan/report.ts'
import { runIn, run as runInOneThread } from '../plan/run.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'
import { eachInput } from '../sources/open.ts'
import { type Way, waysOf } from './way.ts'

const SMALLEST = 64 * 1024 * 1024 // bytes of a file that is read in parts, and of all inputs that are read whole
const DOCUMENT = 64 * 1024 // bytes of an input that another thread is asked for
const STEP = 8 * 1024 * 1024 // bytes of a part

export interface PartsOptions extends RunOptions {
  /** How many threads read; as many as the process may use if not given. */
  jobs?: number
  /** How the work is shared out, where not as usual. */
  cutting?: Partial<Cutting>
}

export interface Cutting {
  /** Bytes of a file from which on it is read in parts, and of all inputs together from which on they are shared out. */
  smallest: number
  /** Bytes of an input from which on another thread may be asked for it. */
  document: number
  /** Bytes of a part. */
  step: number
  /** Whether the first thread waits until the others are ready. */
  waits: boolean
}

export async function run(plan: Plan, options: PartsOptions = {}): Promise<Report> {
  checkPlan(plan)
  const { jobs, cutting = {}, ...rest } = options
  const { step = STEP, waits = false } = cutting
  const threads = jobs ?? availableParallelism()
  const ways = threads > 1 ? sharedOut(plan, rest, cutting, jobs !== undefined) : undefined
  if (!ways) return runInOneThread(plan, rest)
  const { InParts } = await import('./in-parts.ts') // few runs need threads
  return runIn(new InParts({ jobs: threads, step, ways, waits }), plan, rest)
}

/** Who reads each input; nothing if the first thread reads all. */
export function sharedOut(
  plan: Plan,
  options: RunOptions,
  { smallest: parts = SMALLEST, document = DOCUMENT }: Partial<Cutting>,
  isAsked: boolean,
): Way[] | undefined {
  if (whyInOrder(plan, options) !== undefined) return undefined
  const inputs = [...eachInput(plan.inputs)].map(({ input }) => input)
  const isCut = whyWhole(plan) === undefined
  const ways = waysOf(inputs, { parts, document }, { isCut, isAsked })
  return ways.some((way) => way !== 'here') ? ways : undefined
}

/** Why a plan needs one thread, if it does. */
export function whyInOrder(plan: Plan, { measure }: RunOptions = {}): string | undefined {
  if (plan.records) return 'lines of JSON are read in their order'
  if (plan.follow) return 'a file that is followed has no end to begin at'
  if (takesScopes(plan.pipeline)) return 'XML is written with the prefixes that were met before'
  if (measure) return 'the steps are timed in one thread'
  return undefined
}

/** Why each document has to be read by one thread, if it has. */
function whyWhole(plan: Plan): string | undefined {
  if (engineFor(plan) !== 'kernel') return 'only the engine kernel can begin inside a document'
  if (plan.fragments) return 'a row of documents is read from its start'
  if (plan.dtd !== undefined) return 'files of declarations are read once'
  if (plan.withSource !== undefined) return 'records are numbered in their order'
  return undefined
}

/** Whether what is written somewhere needs to know what is declared around records. */
function takesScopes(pipeline: Pipeline): boolean {
  return reachedBy(pipeline, true).some(([destination, writing]) =>
    formatOfDestination(destination, writing).format.takes.includes('prefixes'),
  )
}
