// Joins what a plan says into one line from the bytes of documents to the sinks, in the kernel as far as it goes.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Tally } from '../record/collect.ts'
import { fits, KernelProgram } from '../record/kernel-program.ts'
import { KernelRecords } from '../record/kernel-records.ts'
import { total } from '../record/total.ts'
import type { OpenSink } from '../stages/stage.ts'
import type { Engine } from '../xml/engine.ts'
import { EVERY_CHILD, parsePattern } from '../xml/pattern.ts'
import { isKernel, loadEngine } from './engine.ts'
import { type Exit, type Lowered, lower } from './lower.ts'
import type { Meter } from './meter.ts'
import type { Pipeline, Plan } from './plan.ts'
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
  /** How many were found so far, also in the document that is being read. */
  readonly records: number
}

export interface LineOptions {
  openSink: OpenSink
  report: Tally
  onWarning: (message: string) => void
  /** What counts and times, where that is asked for. */
  meter?: Meter
}

export async function joinLine(plan: Plan, options: LineOptions): Promise<Line> {
  return isKernel(plan) ? inKernel(plan, options) : inJavaScript(plan, options)
}

async function inJavaScript(
  plan: Plan,
  { openSink, report, onWarning, meter }: LineOptions,
): Promise<Line> {
  const { record = EVERY_CHILD, withName, pipeline, inputs: _, ...parsing } = plan
  const { collect } = await import('../record/collect.ts')
  const createEngine = await loadEngine(parsing)
  const pattern = parsePattern(record)
  const end = wire(pipeline, openSink, meter)
  const collecting = { pattern, report, ...(withName !== undefined && { withName }) }
  return {
    end: end as Target<never>,
    open: (source) => createEngine(collect(collecting, end), source, onWarning),
    leave() {},
    get isDone() {
      return end.done
    },
    get records() {
      return report.records
    },
  }
}

function inKernel(plan: Plan, { openSink, report, onWarning, meter }: LineOptions): Line {
  const { record = EVERY_CHILD, withName, pipeline, inputs: _, engine: __, ...parsing } = plan
  const { program, exits } = lowered(pipeline, withName, openSink, meter)
  const targets = exits.map((exit) => behind(exit, openSink, meter))
  const tables = new KernelProgram(program)
  if (meter) meter.passed = (step) => tables.passed(step)
  const pattern = parsePattern(record)
  const named = withName !== undefined && { withName }
  const how = { pattern, report, program, tables, exits: targets, ...named, ...parsing, onWarning }
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
    get records() {
      return report.records + (document?.untold ?? 0)
    },
  }
}

/** Lowers a pipeline, or not: a name with a slash is found by a field of that path only in JavaScript. */
function lowered(
  pipeline: Pipeline,
  withName: string | undefined,
  openSink: OpenSink,
  meter: Meter | undefined,
): Lowered {
  const found = lower(pipeline, openSink, meter?.onLowered)
  if (fits(found.program) && !withName?.includes('/')) return found
  const program = { steps: [{ after: -1, do: 'records', exit: 0 } as const], exits: 1 }
  return { program, exits: [{ form: 'records', pipeline }] }
}

function behind(exit: Exit, openSink: OpenSink, meter: Meter | undefined): Target<never> {
  if (exit.form === 'lines') return openSink(exit.destination)
  const rest = wire(exit.pipeline, openSink, meter)
  return exit.form === 'count' ? total(rest) : rest
}

/** Ends its targets one after the other; nothing is sent to them through it. */
const together = coroutine(function* (_: Target<never>[]): Receiver<never> {
  yield
})
