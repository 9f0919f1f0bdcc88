// Joins what a plan says into one line from the bytes of documents to the sinks, in the kernel as far as it goes.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Tally } from '../record/collect.ts'
import { fits, KernelProgram } from '../record/kernel-program.ts'
import { KernelRecords } from '../record/kernel-records.ts'
import { total } from '../record/total.ts'
import type { OpenSink } from '../stages/stage.ts'
import type { BadRecord } from '../xml/bad-record.ts'
import type { Engine } from '../xml/engine.ts'
import { everyRecord, type Pattern, parsePattern } from '../xml/pattern.ts'
import type { Resumable, Resumption } from '../xml/resumption.ts'
import { isKernel, loadEngine } from './engine.ts'
import { frontBefore, frontOf } from './front.ts'
import { type Exit, type Lowered, lower } from './lower.ts'
import type { Plan } from './plan.ts'
import { wire } from './wire.ts'

export interface Line {
  /** What all documents lead into, to be closed behind the last. */
  end: Target<never>
  /** Begins a document; `source` is what errors call it. */
  open(source: string): Engine
  /** Breaks off the document begun last, if it has not ended. */
  leave(): void
  /** Whether no document can have an effect any more. */
  readonly isDone: boolean
}

export interface LineOptions {
  openSink: OpenSink
  report: Tally
  onWarning: (message: string) => void
  /** Told of what was left out because of a fault. */
  onBadRecord?: (bad: BadRecord) => void
}

export async function joinLine(plan: Plan, options: LineOptions): Promise<Line> {
  return isKernel(plan) ? inKernel(plan, options) : inJavaScript(plan, options)
}

async function inJavaScript(
  plan: Plan,
  { openSink, report, onWarning }: LineOptions,
): Promise<Line> {
  const { withName, withSource: field, pipeline, inputs: _, ...parsing } = plan
  const record = plan.record ?? everyRecord(plan.fragments)
  const { collect } = await import('../record/collect.ts')
  const createEngine = await loadEngine(parsing, { offsets: field !== undefined })
  const pattern = parsePattern(record)
  const end = wire(pipeline, openSink)
  const collecting = { pattern, report, ...(withName !== undefined && { withName }) }
  return {
    end: end as Target<never>,
    open: (source) => {
      const from = field !== undefined && { withSource: { field, file: source } }
      return createEngine(collect({ ...collecting, ...from }, end), source, onWarning)
    },
    leave() {},
    get isDone() {
      return end.done
    },
  }
}

async function inKernel(plan: Plan, options: LineOptions): Promise<Line> {
  const { openSink, report, onWarning } = options
  const {
    record = everyRecord(plan.fragments),
    withName,
    pipeline,
    inputs: _,
    engine: __,
    ...parsing
  } = plan
  const { program, exits } = lowered(plan, openSink)
  const targets = exits.map((exit) => behind(exit, openSink))
  const tables = new KernelProgram(program)
  const pattern = parsePattern(record)
  const named = withName !== undefined && { withName }
  const resume = await resuming(plan, pattern, options)
  const how = {
    ...{ pattern, report, program, tables, exits: targets, onWarning },
    ...{ ...named, ...parsing, ...(resume && { resume }) },
  }
  const end = together(targets)
  let document: KernelRecords | undefined
  return {
    end,
    open(source) {
      document = new KernelRecords({ ...how, source })
      return document
    },
    leave: () => document?.leave(),
    get isDone() {
      return end.done || tables.isDone
    },
  }
}

/** What goes on behind faults, if anything does; it is loaded for that. */
async function resuming(
  { onError = 'stop', maxErrors = Number.POSITIVE_INFINITY }: Plan,
  pattern: Pattern,
  { openSink, onBadRecord = () => {} }: LineOptions,
): Promise<((reader: Resumable) => Resumption) | undefined> {
  if (onError === 'stop') return undefined
  const { Resumption } = await import('../xml/resumption.ts')
  const { LeftOut } = await import('./tolerance.ts')
  const quarantine = typeof onError === 'object' && { quarantine: openSink(onError.quarantine) }
  const tolerance = new LeftOut({ most: maxErrors, onBadRecord, ...quarantine })
  return (reader) => new Resumption({ ...reader, pattern, tolerance })
}

/** Lowers a pipeline, or not: a name with a slash is found by a field of that path only in JavaScript. */
function lowered({ pipeline, withName, withSource }: Plan, openSink: OpenSink): Lowered {
  const front = withSource === undefined ? frontOf(pipeline) : frontBefore(pipeline, withSource)
  const found = lower(pipeline, openSink, front)
  if (fits(found.program) && !withName?.includes('/')) return found
  const program = { steps: [{ after: -1, do: 'records', exit: 0 } as const], exits: 1 }
  return { program, exits: [{ form: 'records', pipeline }] }
}

function behind(exit: Exit, openSink: OpenSink): Target<never> {
  if (exit.form === 'lines') return openSink(exit.destination)
  const rest = wire(exit.pipeline, openSink)
  return exit.form === 'count' ? total(rest) : rest
}

/** Ends its targets one after the other; nothing is sent to them through it. */
const together = coroutine(function* (_: Target<never>[]): Receiver<never> {
  yield
})
