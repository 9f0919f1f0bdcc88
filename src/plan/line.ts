// Joins what a plan says into one line from the bytes of documents to the sinks, in the kernel as far as it goes.

import type { Target } from '../core/coroutine.ts'
import { lasting } from '../core/lasting.ts'
import { map } from '../core/map.ts'
import type { BadRecordPolicy } from '../engine/bad-record.ts'
import type { ErrorRecovery, Recoverable } from '../engine/kernel/error-recovery.ts'
import { fits, KernelProgram } from '../engine/kernel/program-tables.ts'
import { KernelRecords } from '../engine/kernel/records.ts'
import { everyRecord, type Pattern, parsePattern } from '../engine/pattern.ts'
import type { Mapper } from '../mapping/mapper.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { mappingRoute, NAME_FIELD } from '../mapping/mapping-route.ts'
import { SometimesArrays } from '../mapping/sometimes-array.ts'
import type { Value } from '../record/record.ts'
import { badRecordsOf, type Line, type LineOptions, targetOf, together } from './ends.ts'
import { engineOptions, loadEngine } from './engine.ts'
import { type Lowered, lower } from './lower.ts'
import { loadOutside } from './outside.ts'
import type { Plan } from './plan.ts'
import { frontFor } from './pushdown.ts'
import { isReaching } from './reaching.ts'
import { wireRows } from './rows-run.ts'
import { inScope } from './scope.ts'
import { wire } from './wire.ts'

export async function joinLine(plan: Plan, options: LineOptions): Promise<Line> {
  if (plan.records) {
    const { joinLineOfRecords } = await import('./line-of-records.ts')
    return joinLineOfRecords(plan, options)
  }
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
  const { openSink, report, scopes, onWarning } = options
  const { withName, withSource: field, pipeline, mapping: _, inputs: __, ...parsing } = plan
  const record = plan.record ?? everyRecord(plan.fragments)
  const { collect } = await import('../mapping/collect.ts')
  const outside = await loadOutside(plan, onWarning)
  const createEngine = await loadEngine(parsing, { leadingSpace: true, outside })
  const pattern = parsePattern(record)
  const badRecords = await badRecordsOf(plan, options)
  const end = inScope(plan, scopes, wire(pipeline, openSink, options))
  const arrays = new SometimesArrays({}, !options.isPart)
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
  const tables = new KernelProgram(program, mapping)
  const arrays = new SometimesArrays(mapping, !options.isPart)
  const targets = exits.map((exit, i) => {
    const say = <T>(target: Target<T>) => inScope(plan, scopes, target)
    if (exit.form === 'rows') {
      return wireRows(exit, options, say, tables.isWhole(i) ? arrays : undefined)
    }
    const target = targetOf(exit, options)
    return exit.form === 'count' ? target : say(target)
  })
  options.keep?.(tables)
  if (meter) meter.passed = (step) => tables.passed(step)
  const pattern = parsePattern(record)
  const named = withName !== undefined && { withName }
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

/** What goes on after faults; it is loaded for that. */
async function resuming(
  pattern: Pattern,
  badRecords: BadRecordPolicy,
): Promise<{ resume: (reader: Recoverable) => ErrorRecovery }> {
  const { ErrorRecovery } = await import('../engine/kernel/error-recovery.ts')
  return { resume: (reader) => new ErrorRecovery({ ...reader, pattern, badRecords }) }
}

/** Lowers a pipeline, or not: a name with a slash is found by a field of that path only in JavaScript. */
function lowered(plan: Plan, options: LineOptions, isMapped: boolean): Lowered {
  const { openSink, meter, calls, takesLines } = options
  const { pipeline, withName } = plan
  const found = lower(
    pipeline,
    openSink,
    frontFor(plan, isMapped, calls, { sinkOf: openSink, ...(takesLines && { takesLines }) }),
    meter?.onLowered,
    takesLines,
  )
  if (fits(found.program) && !withName?.includes('/')) return found
  const program = { steps: [{ after: -1, do: 'records', exit: 0 } as const], exits: 1 }
  return { program, exits: [{ form: 'records', pipeline }] }
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
