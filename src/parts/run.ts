// Runs a plan in several threads where its inputs can be read in parts, and in one where not.

import { closeSync, openSync, readSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { engineFor } from '../engine/engine.ts'
import type { Line, LineOptions } from '../plan/line.ts'
import { destinationsOf, type Pipeline, type Plan } from '../plan/plan.ts'
import {
  type Report,
  type RunOptions,
  runIn,
  run as runInOneThread,
  type Workshop,
} from '../plan/run.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'
import { compressionOf } from '../sources/compression.ts'
import { openSource } from '../sources/open.ts'
import { sizeOf } from '../sources/size.ts'
import type { Source, SourceOptions } from '../sources/source.ts'
import { Crew } from './crew.ts'
import { JoinedLine } from './joined-line.ts'
import { PartedFile } from './parted-file.ts'
import { cut, type Seam } from './seam.ts'

const SMALLEST = 64 * 1024 * 1024 // bytes of a file that is read in parts
const STEP = 8 * 1024 * 1024 // bytes of a part

/** How files are cut. */
export interface Cutting {
  /** How many threads read. */
  jobs: number
  /** Bytes of a file from which on it is read in parts. */
  smallest: number
  /** Bytes of a part. */
  step: number
}

export interface PartsOptions extends RunOptions {
  /** How many threads read; as many as the process may use if not given. */
  jobs?: number
  /** How files are cut, where not as usual. */
  cutting?: Partial<Omit<Cutting, 'jobs'>>
}

export function run(plan: Plan, options: PartsOptions = {}): Promise<Report> {
  const { jobs = availableParallelism(), cutting = {}, ...rest } = options
  const { smallest = SMALLEST, step = STEP } = cutting
  const isParted =
    jobs > 1 &&
    whyInOrder(plan, rest) === undefined &&
    plan.inputs.some((input) => isPlain(input, smallest))
  if (!isParted) return runInOneThread(plan, rest)
  return runIn(new Threads({ jobs, smallest, step }), plan, rest)
}

/** Why a plan needs one thread, if it does. */
export function whyInOrder(plan: Plan, { measure }: RunOptions = {}): string | undefined {
  if (engineFor(plan) !== 'kernel') return 'only the engine kernel can begin inside a document'
  if (plan.follow) return 'a file that is followed has no end to begin at'
  if (plan.fragments) return 'a row of documents is read from its start'
  if (plan.withSource !== undefined) return 'records are numbered in their order'
  if (takesScopes(plan.pipeline)) return 'XML is written with the prefixes that were met before'
  if (measure) return 'the steps are timed in one thread'
  return undefined
}

function takesScopes(pipeline: Pipeline): boolean {
  return (
    destinationsOf(pipeline).some((destination) =>
      formatOfDestination(destination, pipeline.writing).format.takes.includes('prefixes'),
    ) || (pipeline.branches ?? []).some(takesScopes)
  )
}

/** Whether it is a file of so many bytes that can be read at any place. */
function isPlain(input: string, smallest: number): boolean {
  if ((sizeOf(input) ?? 0) < smallest) return false
  const head = Buffer.alloc(64)
  try {
    const descriptor = openSync(input, 'r')
    const length = readSync(descriptor, head, 0, head.length, 0)
    closeSync(descriptor)
    return compressionOf(head.subarray(0, length)) === 'none'
  } catch {
    return false // whoever reads it says why
  }
}

class Threads implements Workshop {
  readonly #cutting: Cutting
  #plan: Plan | undefined
  #seam: Seam | undefined
  #line: JoinedLine | undefined
  #crew: Crew | undefined

  constructor(cutting: Cutting) {
    this.#cutting = cutting
  }

  async join(plan: Plan, options: LineOptions): Promise<Line> {
    const { inputs: _, ...rest } = plan
    this.#plan = { ...rest, inputs: [], onError: 'stop' }
    this.#seam = cut(plan.pipeline)
    this.#line = await JoinedLine.join(plan, this.#seam, options)
    return this.#line
  }

  async open(input: string, options: SourceOptions): Promise<Source> {
    const { jobs, smallest, step } = this.#cutting
    const [plan, seam, line] = [this.#plan, this.#seam, this.#line]
    if (!plan || !seam || !line || !isPlain(input, smallest)) return openSource(input, options)
    this.#crew ??= new Crew(jobs, { plan, seam })
    return new PartedFile(input, { plan, line, crew: this.#crew, step })
  }

  async end(): Promise<void> {
    await this.#crew?.end()
    this.#crew = undefined
  }
}
