// Joins what a plan says into one line from the bytes of documents to the sinks, in the kernel as far as it goes.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { lasting } from '../core/lasting.ts'
import { map } from '../core/map.ts'
import type { Counted } from '../dtd/outside.ts'
import type { BadRecord, BadRecordPolicy } from '../engine/bad-record.ts'
import type { Engine } from '../engine/engine.ts'
import type { ErrorRecovery, Recoverable } from '../engine/kernel/error-recovery.ts'
import { fits, KernelProgram } from '../engine/kernel/program-tables.ts'
import { KernelRecords } from '../engine/kernel/records.ts'
import type { Inside } from '../engine/part.ts'
import { everyRecord, type Pattern, parsePattern } from '../engine/pattern.ts'
import type { XmlError } from '../engine/xml-error.ts'
import type { Calls } from '../expression/calls.ts'
import type { Tally } from '../mapping/collect.ts'
import type { SeenAt } from '../mapping/mapped-path.ts'
import type { Mapper } from '../mapping/mapper.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { mappingRoute, NAME_FIELD } from '../mapping/mapping-route.ts'
import { SometimesArrays } from '../mapping/sometimes-array.ts'
import type { Value } from '../record/record.ts'
import type { Scopes } from '../record/scopes.ts'
import { total } from '../record/total.ts'
import type { OpenSink } from '../stages/stage.ts'
import { engineOptions, loadEngine } from './engine.ts'
import { type Exit, type Lowered, lower } from './lower.ts'
import type { StepWatch } from './meter.ts'
import { loadOutside } from './outside.ts'
import type { Pipeline, Plan } from './plan.ts'
import { frontFor } from './pushdown.ts'
import { isReaching } from './reaching.ts'
import { inScope } from './scope.ts'
import { type StartStage, wire } from './wire.ts'

export interface Line {
  /** What all documents lead into, to be closed after the last. */
  end: Target<never>
  /** Begins a document, or a part of one inside of it; `source` is what errors call it. */
  open(source: string, inside?: Inside): Engine
  /** Breaks off the document begun last, if it has not ended. */
  leave(): void
  /** Whether a fault that ends a document is to be left out with the rest of it, as the plan says. */
  tolerates(fault: XmlError): boolean
  /** Whether no document can have an effect any more. */
  readonly isDone: boolean
  /** What there is to say of the records of all documents, if anything. */
  readonly warning: string | undefined
  /** What there is to say of unknown entities, also after a fault. */
  readonly unknown: string | undefined
  /** What these two are made of. */
  readonly findings: Findings
  /** Adds those of another line of the same plan. */
  learn(findings: Findings): void
  /** How many were found so far, also in the document that is being read. */
  readonly records: number
  /** Whether the document that is being read has stopped inside a record, as far as that is known. */
  readonly isInRecord: boolean
  /** How many records passed a step of the kernel's program so far. */
  passed(step: number): number
  /** Bytes of memory that the document takes which is being read, as far as that is known. */
  readonly memory: number
}

/** What was found in documents that there may be something to say of, as plain data. */
export interface Findings {
  fields: SeenAt[]
  entities: Counted
}

export interface LineOptions {
  openSink: OpenSink
  report: Tally
  /** Receives the namespaces of names, and what is declared around records. */
  scopes?: Scopes
  onWarning: (message: string) => void
  /** Called with what was left out because of a fault. */
  onBadRecord?: (bad: BadRecord) => void
  /** What counts and times, where that is asked for. */
  meter?: StepWatch
  /** Watches the calls of functions in stages. */
  calls?: Calls
  /** Starts stages, where not as usual. */
  start?: StartStage
  /** The pipeline of which that of the plan is the first half. */
  whole?: Pipeline
}

export async function joinLine(plan: Plan, options: LineOptions): Promise<Line> {
  const { mapping, withName } = plan
  const from = mappingRoute(plan)
  const mapper = from === 'kernel' || !mapping ? undefined : await createMapper(mapping, withName)
  return (from === 'events' ? inJavaScript : inKernel)(plan, options, mapper)
}

async function createMapper(mapping: Mapping, withName?: string): Promise<Mapper> {
  const { Mapper } = await import('../mapping/mapper.ts')
  return new Mapper(mapping, withName)
}

async function inJavaScript(
  plan: Plan,
  options: LineOptions,
  mapper: Mapper | undefined,
): Promise<Line> {
  const { openSink, report, scopes, onWarning, meter, calls, start } = options
  const { withName, withSource: field, pipeline, mapping: _, inputs: __, ...parsing } = plan
  const record = plan.record ?? everyRecord(plan.fragments)
  const { collect } = await import('../mapping/collect.ts')
  const outside = await loadOutside(plan, onWarning)
  const createEngine = await loadEngine(parsing, { leadingSpace: true, outside })
  const pattern = parsePattern(record)
  const badRecords = await badRecordsOf(plan, options)
  const end = inScope(plan, scopes, wire(pipeline, openSink, meter, calls, start))
  const arrays = new SometimesArrays()
  const records = lasting(end, (record: Value) => end.send(record))
  const collecting = {
    pattern,
    report,
    longest: plan.limits?.record,
    ...(scopes && { scopes }),
    ...(withName !== undefined && { withName }),
  }
  return {
    end: end as Target<never>,
    open(source, inside) {
      scopes?.begin()
      const before = inside?.records ?? 0
      const from = field !== undefined && { withSource: { field, file: source, before } }
      const how = { ...collecting, ...from, ...(mapper && { builder: mapper.builder() }) }
      const tapes = collect(how, mapper ? records : watched(arrays, records))
      return createEngine(tapes, source, onWarning, inside)
    },
    leave() {},
    tolerates: (fault) => badRecords?.allows(fault) === true,
    get isDone() {
      return end.done
    },
    get warning() {
      return (mapper ?? arrays).warning(isWritten(plan, options.whole))
    },
    get unknown() {
      return outside.warning
    },
    get findings() {
      return { fields: (mapper ?? arrays).seen, entities: outside.counted }
    },
    learn({ fields, entities }) {
      ;(mapper ?? arrays).add(fields)
      outside.add(entities)
    },
    get records() {
      return report.records
    },
    isInRecord: false,
    passed: () => 0,
    memory: 0,
  }
}

async function inKernel(
  plan: Plan,
  options: LineOptions,
  mapper: Mapper | undefined,
): Promise<Line> {
  const { report, scopes, onWarning, meter } = options
  const { record = everyRecord(plan.fragments), inputs: _, pipeline, ...rest } = plan
  const { withName: field, mapping: given, ...parsing } = rest
  const mapping = mapper ? undefined : given
  const withName = mapper && field !== undefined ? NAME_FIELD : field
  const { program, exits } = lowered(plan, options, mapper !== undefined)
  const targets = exits.map((exit) => {
    const target = targetOf(exit, options)
    return exit.form === 'records' ? inScope(plan, scopes, target) : target
  })
  const tables = new KernelProgram(program, mapping)
  if (meter) meter.passed = (step) => tables.passed(step)
  const pattern = parsePattern(record)
  const named = withName !== undefined && { withName }
  const arrays = new SometimesArrays(mapping)
  const reshape = mapper && { map: (value: Value) => mapper.fromUsual(value) }
  const seen = { ...(mapping && { mapping }), ...(reshape ?? { arrays }) }
  const badRecords = await badRecordsOf(plan, options)
  const outside = await loadOutside(plan, onWarning)
  const how = {
    ...(scopes && { scopes }),
    ...{ pattern, report, program, tables, exits: targets, onWarning },
    ...{
      ...named,
      ...seen,
      ...engineOptions(parsing, outside),
      ...(badRecords && (await resuming(pattern, badRecords))),
    },
    leadingSpace: true,
  }
  const end = together(targets)
  let document: KernelRecords | undefined
  return {
    end,
    open(source, inside) {
      scopes?.begin()
      document = new KernelRecords({ ...how, source, ...(inside && { inside }) })
      return document
    },
    leave: () => document?.leave(),
    tolerates: (fault) => badRecords?.allows(fault) === true,
    get isDone() {
      return end.done || tables.isDone
    },
    get warning() {
      return (mapper ?? arrays).warning(isWritten(plan, options.whole))
    },
    get unknown() {
      return outside.warning
    },
    get findings() {
      return { fields: (mapper ?? arrays).seen, entities: outside.counted }
    },
    learn({ fields, entities }) {
      ;(mapper ?? arrays).add(fields)
      outside.add(entities)
    },
    get records() {
      return report.records + (document?.unreported ?? 0)
    },
    get isInRecord() {
      return document?.isInRecord ?? false
    },
    passed: (step) => tables.passed(step) + (document?.passed(step) ?? 0),
    get memory() {
      return document?.memory ?? 0
    },
  }
}

/** What decides on faults, if any are left out. */
async function badRecordsOf(
  { onError = 'stop', maxErrors = Number.POSITIVE_INFINITY }: Plan,
  { openSink, onBadRecord = () => {} }: LineOptions,
): Promise<BadRecordPolicy | undefined> {
  if (onError === 'stop') return undefined
  const { BadRecords, writingOf } = await import('./bad-records.ts')
  const quarantine = typeof onError === 'object' && {
    quarantine: openSink(onError.quarantine, writingOf(onError.quarantine)),
  }
  return new BadRecords({ most: maxErrors, onBadRecord, ...quarantine })
}

/** What goes on after faults; it is loaded for that. */
async function resuming(
  pattern: Pattern,
  badRecords: BadRecordPolicy,
): Promise<{ resume: (reader: Recoverable) => ErrorRecovery }> {
  const { ErrorRecovery } = await import('../engine/kernel/error-recovery.ts')
  return { resume: (reader) => new ErrorRecovery({ ...reader, pattern, badRecords }) }
}

/** Lowers a pipeline, or not: a name with a slash is found by a field of that path only in JavaScript. */
function lowered(plan: Plan, { openSink, meter, calls }: LineOptions, isMapped: boolean): Lowered {
  const { pipeline, withName } = plan
  const found = lower(pipeline, openSink, frontFor(plan, isMapped, calls), meter?.onLowered)
  if (fits(found.program) && !withName?.includes('/')) return found
  const program = { steps: [{ after: -1, do: 'records', exit: 0 } as const], exits: 1 }
  return { program, exits: [{ form: 'records', pipeline }] }
}

function targetOf(exit: Exit, { openSink, meter, calls, start }: LineOptions): Target<never> {
  if (exit.form === 'lines') return openSink(exit.destination, exit.writing)
  const rest = wire(exit.pipeline, openSink, meter, calls, start)
  return exit.form === 'count' ? total(rest) : rest
}

/** Whether what is found at a path is written; names that were flattened are not looked for. */
function isWritten({ pipeline, mapping }: Plan, whole = pipeline): (path: string) => boolean {
  if (mapping?.flatten !== undefined) return () => true
  return (path) => isReaching(whole, path.split('/'))
}

function watched(arrays: SometimesArrays, target: Target<Value>): Target<Value> {
  return map((record: Value) => {
    arrays.records([record], 0)
    return record
  }, target)
}

/** Ends its targets one after the other; nothing is sent to them through it. */
const together = coroutine(function* (_: Target<never>[]): Receiver<never> {
  yield
})
