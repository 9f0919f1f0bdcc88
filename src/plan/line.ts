// Joins what a plan says into one line from the bytes of documents to the sinks, in the kernel as far as it goes.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { map } from '../core/map.ts'
import type { Tally } from '../record/collect.ts'
import { fits, KernelProgram } from '../record/kernel-program.ts'
import { KernelRecords } from '../record/kernel-records.ts'
import type { Mapper } from '../record/mapper.ts'
import { isUsual, type Mapping, NAME_FIELD, readsEvents } from '../record/mapping.ts'
import type { Value } from '../record/record.ts'
import { total } from '../record/total.ts'
import type { OpenSink } from '../stages/stage.ts'
import type { Engine } from '../xml/engine.ts'
import { EVERY_CHILD, parsePattern } from '../xml/pattern.ts'
import { isKernel, loadEngine } from './engine.ts'
import { type Exit, type Lowered, lower } from './lower.ts'
import type { Plan } from './plan.ts'
import { untouchedBy } from './untouched.ts'
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
  /** What there is to say of the records of all documents, if anything. */
  readonly warning: string | undefined
}

export interface LineOptions {
  openSink: OpenSink
  report: Tally
  onWarning: (message: string) => void
}

export async function joinLine(plan: Plan, options: LineOptions): Promise<Line> {
  const { mapping, withName } = plan
  const mapper = isUsual(mapping) ? undefined : await createMapper(mapping, withName)
  const isDirect = isKernel(plan) && !(mapping && readsEvents(mapping))
  return (isDirect ? inKernel : inJavaScript)(plan, options, mapper)
}

async function createMapper(mapping: Mapping = {}, withName?: string): Promise<Mapper> {
  const { Mapper } = await import('../record/mapper.ts')
  return new Mapper(mapping, withName)
}

async function inJavaScript(
  plan: Plan,
  { openSink, report, onWarning }: LineOptions,
  mapper: Mapper | undefined,
): Promise<Line> {
  const { record = EVERY_CHILD, withName, pipeline, mapping: _, inputs: __, ...parsing } = plan
  const { collect } = await import('../record/collect.ts')
  const createEngine = await loadEngine(parsing)
  const pattern = parsePattern(record)
  const end = wire(pipeline, openSink)
  const collecting = { pattern, report, ...(withName !== undefined && { withName }) }
  return {
    end: end as Target<never>,
    open(source) {
      const how = mapper ? { ...collecting, builder: mapper.builder() } : collecting
      return createEngine(collect(how, end), source, onWarning)
    },
    leave() {},
    get isDone() {
      return end.done
    },
    get warning() {
      return mapper?.warning
    },
  }
}

async function inKernel(
  plan: Plan,
  { openSink, report, onWarning }: LineOptions,
  mapper: Mapper | undefined,
): Promise<Line> {
  const { record = EVERY_CHILD, inputs: _, engine: __, mapping: ___, ...rest } = plan
  const { pipeline, withName: field, ...parsing } = rest
  const withName = mapper && field !== undefined ? NAME_FIELD : field
  const { program, exits } = lowered(plan, openSink)
  const targets = exits.map((exit) => behind(exit, openSink, mapper))
  const tables = new KernelProgram(program)
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
    get warning() {
      return mapper?.warning
    },
  }
}

/** Lowers a pipeline, or not: a name with a slash is found by a field of that path only in JavaScript. */
function lowered({ pipeline, withName, mapping }: Plan, openSink: OpenSink): Lowered {
  const found = lower(
    pipeline,
    openSink,
    isUsual(mapping) ? undefined : untouchedBy(mapping, withName),
  )
  if (fits(found.program) && !withName?.includes('/')) return found
  const program = { steps: [{ after: -1, do: 'records', exit: 0 } as const], exits: 1 }
  return { program, exits: [{ form: 'records', pipeline }] }
}

function behind(exit: Exit, openSink: OpenSink, mapper: Mapper | undefined): Target<never> {
  if (exit.form === 'lines') return openSink(exit.destination)
  const rest = wire(exit.pipeline, openSink)
  if (exit.form === 'count') return total(rest)
  return mapper ? map((record: Value) => mapper.fromUsual(record), rest) : rest
}

/** Ends its targets one after the other; nothing is sent to them through it. */
const together = coroutine(function* (_: Target<never>[]): Receiver<never> {
  yield
})
