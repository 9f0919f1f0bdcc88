// Decides how a plan is shared out among threads, or says why one thread has all of it.

import { availableParallelism } from 'node:os'
import { engineFor } from '../engine/engine.ts'
import { reachesStream } from '../plan/places.ts'
import type { Pipeline, Plan } from '../plan/plan.ts'
import { reachedBy } from '../plan/reached.ts'
import { stageNamed } from '../plan/stages.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'
import { eachInput } from '../sources/open.ts'
import { type Way, waysOf } from './way.ts'

const SMALLEST = 256 * 1024 * 1024 // bytes of a file that is read in parts, and of all inputs that are shared out: a thread has to start
const SMALLEST_ASKED = 64 * 1024 * 1024 // the same where threads were asked for
const DOCUMENT = 64 * 1024 // bytes of an input that another thread is asked for
const STEP = 8 * 1024 * 1024 // bytes of a part

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

/** How the work is shared out. */
export interface Sharing {
  /** How many threads read. */
  jobs: number
  /** Bytes of a part. */
  step: number
  /** Who reads each input, in their order. */
  ways: readonly Way[]
  /** Whether the first thread waits until the others are ready, which it does not usually. */
  waits?: boolean
  /** Whether records of several inputs may be mixed. */
  isUnordered?: boolean
}

export interface Asked {
  /** How many threads there are to be; as many as the process may use if not given. */
  jobs?: number
  cutting?: Partial<Cutting>
  /** Whether records of several inputs may be mixed. */
  isUnordered?: boolean
  /** Whether each step is timed. */
  measure?: boolean
}

export function shareOut(plan: Plan, asked: Asked): Sharing | { reason: string } {
  const {
    jobs = availableParallelism(),
    cutting = {},
    measure = false,
    isUnordered = false,
  } = asked
  const least = asked.jobs === undefined ? SMALLEST : SMALLEST_ASKED
  const { smallest: parts = least, document = DOCUMENT, step = STEP, waits = false } = cutting
  if (jobs === 1) return { reason: 'as was asked for' }
  const reason = whyInOrder(plan, measure)
  if (reason !== undefined) return { reason }
  const slower = asked.jobs === undefined ? slowerInParts(plan.pipeline) : undefined
  if (slower !== undefined) return { reason: `--${slower} is faster in one thread` }
  const inputs = [...eachInput(plan.inputs)].map(({ input }) => input)
  const whole = whyWhole(plan)
  const how = { isCut: whole === undefined, isAsked: asked.jobs !== undefined }
  const ways = waysOf(inputs, { parts, document }, how)
  if (ways.some((way) => way !== 'here')) return { jobs, step, ways, waits, isUnordered }
  return { reason: whole ?? `less than ${least >> 20} MB to read, or not known how much` }
}

/** Why documents are read one after the other, if they are. */
function whyInOrder(plan: Plan, measure: boolean): string | undefined {
  if (plan.records) return 'lines of JSON are read in their order'
  if (plan.follow) return 'a file that is followed has no end to begin at'
  if (takesScopes(plan.pipeline)) return 'XML is written with the prefixes that were met before'
  if (reachesStream(plan.pipeline)) return 'messages are named by the places of their records'
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

/** The first stage that one thread is faster with. */
function slowerInParts({ stages, branches = [] }: Pipeline): string | undefined {
  const slower = stages.find(({ stage }) => stageNamed(stage).isFasterInOneThread)
  if (slower) return slower.stage
  for (const branch of branches) {
    const found = slowerInParts(branch)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether what is written somewhere needs to know what is declared around records. */
function takesScopes(pipeline: Pipeline): boolean {
  return reachedBy(pipeline, true).some(([destination, writing]) =>
    formatOfDestination(destination, writing).format.takes.includes('prefixes'),
  )
}
