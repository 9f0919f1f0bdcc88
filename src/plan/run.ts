// Runs a plan: wires its coroutines and pumps every input through them.

import type { Bridges } from '../bridges/bridges.ts'
import { type Ending, ending, type Failure, gatesOf, type Target } from '../core/coroutine.ts'
import { cut, drain } from '../core/drain.ts'
import { InputError } from '../core/errors.ts'
import { Gate, Gates } from '../core/gate.ts'
import { withWords } from '../core/words.ts'
import type { BadRecord } from '../engine/bad-record.ts'
import type { Engine } from '../engine/engine.ts'
import { XmlError } from '../engine/xml-error.ts'
import { Calls, fruitlessWarning } from '../expression/calls.ts'
import { mappingRoute } from '../mapping/mapping-route.ts'
import { Claims } from '../sinks/claims.ts'
import type { Appearing, Keeping } from '../sinks/keeping.ts'
import { Sinks } from '../sinks/open.ts'
import type { Origins } from '../sinks/published.ts'
import { eachInput, filesRead, openSource } from '../sources/open.ts'
import type { Source, SourceOptions } from '../sources/source.ts'
import type { OpenSink } from '../stages/stage.ts'
import { checkPlan } from './check-plan.ts'
import { columnsReaching } from './columns.ts'
import { readDocument } from './document.ts'
import { withElementNames } from './element-names.ts'
import type { Line, LineOptions } from './ends.ts'
import { joinLine } from './line.ts'
import type { Meter } from './meter.ts'
import { originsOf, withPlaces } from './places.ts'
import type { Plan } from './plan.ts'
import { runsCommands } from './programs.ts'
import { Watch } from './progress.ts'
import type { Report, RunOptions } from './report.ts'
import { scopesOf } from './scope.ts'
import { unlessAborted } from './unless-aborted.ts'

/** Runs a plan to its end, in this thread. */
export function run(asked: Plan, options: RunOptions = {}): Promise<Report> {
  return runIn(ONE_THREAD, asked, options)
}

/** How documents are read: by this thread alone, or by others too. */
export interface Workshop {
  join(plan: Plan, options: LineOptions & { report: Report }): Promise<Line>
  open(input: string, options: SourceOptions): Promise<Source>
  /** Begins the document of a source, where that is not from its start on. */
  openDocument?(line: Line, source: Source): Engine
  /** Whether it takes messages, which a signal ends as their end would: what was taken is made safe. */
  readonly isConsuming?: boolean
  /** What is known of where records are from, where that is not in files. */
  readonly origins?: Origins
  /** What sinks go by, where another run may go on with what they write. */
  readonly keeping?: Keeping
  /** Called when sinks are open, before the first input; answers how many inputs are read already. */
  begin?(sinks: Sinks): Promise<number>
  /** Called when all is written and safe, before these files appear. */
  written?(files: Appearing): void
  /** Called after the last input, or a failure. */
  end?(): Promise<void>
}

const ONE_THREAD: Workshop = { join: joinLine, open: openSource }

/** The same as `run`, in another workshop. */
export async function runIn(
  workshop: Workshop,
  asked: Plan,
  options: RunOptions = {},
): Promise<Report> {
  const {
    signal,
    onWarning = () => {},
    onBadRecord: reportBad,
    onStart,
    measure,
  } = withWords(options)
  const { reads = [], onBeginning } = options
  signal?.throwIfAborted()
  checkPlan(asked)
  const plan = withPlaces(withElementNames(asked))
  const report: Report = {
    bytes: 0,
    records: 0,
    written: 0,
    bad: 0,
    unread: 0,
    malformed: 0,
    seen: new Map(),
  }
  const calls = new Calls()
  const stop = new AbortController() // ends the wait for more input
  const gate = new Gate(() => stop.abort())
  const meter = measure ? await createMeter(plan) : undefined
  let line: Line | undefined
  const onClosed = () => {
    bridges?.look()
    if (line?.end.done) stop.abort()
  }
  const bridges = await createBridges(plan, gate, onClosed)
  const claims = new Claims([...filesRead(plan.inputs), ...(plan.dtd ?? []), ...reads])
  const scopes = scopesOf(plan)
  const { keeping } = workshop
  const origins = workshop.origins ?? originsOf(plan)
  const fieldsOf = columnsReaching(plan.pipeline)
  const context = {
    ...{ fieldsOf, onWarning, scopes },
    ...(keeping && { keeping }),
    ...(origins && { origins }),
  }
  const sinks = new Sinks(gate, onClosed, claims, context)
  // nothing else ends a file that is followed: then it is not broken off
  const endsBySignal = plan.follow || workshop.isConsuming
  const interrupt = endsBySignal ? undefined : signal
  if (endsBySignal) signal?.addEventListener('abort', () => stop.abort(), { once: true })
  let steps: Ending | undefined
  /** Shut while a sink is full, or a bridge. */
  const gateBefore = (end: Target<never>) => {
    const gates = gatesOf(end)
    return gates.length === 0 ? gate : new Gates([gate, ...gates])
  }
  const end = ({ end }: Line, failure?: Failure) => {
    steps = ending(end, failure)
    return unlessAborted(drain(steps, gateBefore(end)), interrupt)
  }
  try {
    const openSink: OpenSink = (destination, writing) => {
      const sink = sinks.open(destination, writing)
      return meter ? meter.intoSink(destination, sink) : sink
    }
    const onBadRecord = (bad: BadRecord) => {
      report.bad++
      reportBad?.(bad)
    }
    const options = {
      openSink,
      report,
      scopes,
      calls,
      onWarning,
      onBadRecord,
      ...(meter && { meter }),
      ...(bridges && { bridge: bridges.pipe.bind(bridges) }),
    }
    line = await workshop.join(plan, options)
    await sinks.load()
    const read = (await workshop.begin?.(sinks)) ?? 0
    const counts = () => ({
      records: line?.records ?? 0,
      written: sinks.records,
      bad: report.bad,
    })
    const watch = new Watch(plan.inputs, counts, read)
    onStart?.(() => watch.look())
    const before = gateBefore(line.end)
    const pumping = {
      ...{ workshop, report, watch, gate: before, signal: stop.signal },
      ...{ meter, onWarning, onBeginning, read },
    }
    await unlessAborted(pump(plan, line, pumping), interrupt)
    if (workshop.isConsuming) signal?.throwIfAborted() // all that was taken is safe
    await workshop.end?.()
    line.leave() // the document of a file that was followed has no end
    meter?.hasRead()
    await end(line)
    if (line.warning !== undefined) onWarning(line.warning)
    const { fruitless } = calls
    if (fruitless.length > 0) {
      report.fruitless = fruitless
      onWarning(fruitlessWarning(fruitless))
    }
    const onWritten = (files: Appearing) => workshop.written?.(files)
    await unlessAborted(sinks.finish(onWritten), interrupt)
  } catch (error) {
    stop.abort()
    try {
      line?.leave()
      if (line?.records === 0) sinks.silence() // what the stages make of nothing looks like an answer
      if (line && !steps) await end(line, { error })
    } catch {} // a failure that follows from the first
    try {
      if (steps) cut(steps, error)
    } catch {}
    await bridges?.abandon()
    await sinks.abandon(signal?.aborted)
    throw error
  } finally {
    stop.abort() // nothing is waited for any more
    await workshop.end?.()
    if (line?.unknown !== undefined) onWarning(line.unknown)
    const isApart = typeof plan.onError === 'object'
    report.written = sinks.records - (isApart ? report.bad : 0)
    if (meter) report.steps = meter.measured(report)
  }
  signal?.throwIfAborted()
  return report
}

interface Pumping {
  workshop: Workshop
  /** How many inputs are read already. */
  read: number
  report: Report
  watch: Watch
  meter: Meter | undefined
  onBeginning: ((bytes: Uint8Array) => void) | undefined
  gate: Gate
  signal: AbortSignal
  onWarning: (message: string) => void
}

async function createMeter(plan: Plan): Promise<Meter> {
  const { Meter } = await import('./meter.ts')
  return new Meter(plan)
}

/** What runs commands, if the plan has any. */
async function createBridges(
  { pipeline, limits }: Plan,
  gate: Gate,
  onDone: () => void,
): Promise<Bridges | undefined> {
  if (!runsCommands(pipeline)) return undefined
  const { Bridges } = await import('../bridges/bridges.ts')
  return new Bridges({ gate, onDone, longest: limits?.record })
}

const REST = '(the rest of this input is left out)'

/** Why, where records could be left out one by one under another mapping. */
const FROM_EVENTS = 'cosax: under this mapping a fault costs the rest of its input, not one record'

/** Reads the inputs, each a document, until they end or nothing more is wanted. */
async function pump(
  plan: Plan,
  line: Line,
  { workshop, read, report, watch, gate, signal, meter, onWarning, onBeginning }: Pumping,
): Promise<void> {
  const { inputs, follow = false, timeout, onError = 'stop' } = plan
  const onListening = (address: string) => onWarning(`cosax: listening on ${address}`)
  const options = { follow, signal, onListening, ...(timeout !== undefined && { timeout }) }
  for (const { input, isNamedAgain } of [...eachInput(inputs)].slice(read)) {
    if (line.isDone || signal.aborted) return
    const source = await workshop.open(input, { ...options, isNamedAgain })
    const write = (engine: Engine, bytes: Uint8Array) => {
      if (report.bytes === 0) onBeginning?.(bytes)
      report.bytes += bytes.length
      watch.bytes = report.bytes
      return meter ? meter.parsing(() => engine.write(bytes)) : engine.write(bytes)
    }
    const onSkipped = (bytes: number) => {
      report.bytes += bytes
      watch.bytes = report.bytes
    }
    const onRestart = (reason?: string) => {
      if (reason !== undefined) onWarning(reason)
      line.leave()
    }
    const open = () => workshop.openDocument?.(line, source) ?? line.open(source.name)
    try {
      const hasEnded = await readDocument(source, {
        ...{ open, write, onSkipped, onRestart, gate, signal },
        ...watch.next(),
      })
      if (!hasEnded && !signal.aborted) return
    } catch (fault) {
      if (fault instanceof XmlError && line.tolerates(fault)) {
        report.malformed++
        onWarning(`${fault.message} ${REST}`)
        if (report.malformed === 1 && mappingRoute(plan) === 'events') onWarning(FROM_EVENTS)
        if (fault.advice !== undefined) onWarning(`cosax: ${fault.advice}`)
      } else if (fault instanceof InputError && onError !== 'stop') {
        report.unread++
        onWarning(`cosax: ${fault.message} ${REST}`)
      } else throw fault
      line.leave()
    }
  }
}
