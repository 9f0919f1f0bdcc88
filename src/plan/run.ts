// Runs a plan: wires its coroutines and pumps every input through them.

import { Gate } from '../core/gate.ts'
import { Sinks } from '../sinks/open.ts'
import { openSource } from '../sources/open.ts'
import { checkPlan } from './check-plan.ts'
import { joinLine, type Line } from './line.ts'
import type { Measured, Meter } from './meter.ts'
import type { Plan } from './plan.ts'
import { type Progress, Watch } from './progress.ts'

export interface Report {
  /** Bytes read from the inputs. */
  bytes: number
  /** Records found in them. */
  records: number
  /** Records written by all sinks together. */
  written: number
  /** When there was no record: the names of the elements met, and how often. */
  seen: Map<string, number>
  /** What was measured of each step, if that was asked for. */
  steps?: Measured[]
}

export interface RunOptions {
  /** Ends the run early, as a failure with the signal's reason. */
  signal?: AbortSignal
  /** Told what was left out of the records, once for each kind and document. */
  onWarning?: (message: string) => void
  /** Given, before the first input is opened, what answers at any time how far the run is. */
  onStart?: (look: () => Progress) => void
  /** Whether the report tells of every step; that takes time of its own. */
  measure?: boolean
}

/**
 * Runs a plan to its end and says what happened.
 *
 * @throws UsageError for a plan that cannot be understood, InputError, XmlError, StageError or OutputError
 * for what happens on the way, or the reason of `signal`. Whole records before a fault are written to
 * standard output; files appear only if all went well.
 *
 * @example
 * ```js
 * import { run } from 'cosax'
 *
 * const report = await run({
 *   inputs: ['fixtures/buses.xml'],
 *   record: 'bus',
 *   pipeline: {
 *     stages: [
 *       { stage: 'filter', argument: { field: ['route'], operator: '=', value: '22' } },
 *       { stage: 'count', argument: null },
 *     ],
 *   },
 * })
 * console.log(report.records)
 * ```
 * ```text
 * {"count":24}
 * 863
 * ```
 */
export async function run(plan: Plan, options: RunOptions = {}): Promise<Report> {
  const { signal, onWarning = () => {}, onStart, measure } = options
  signal?.throwIfAborted()
  checkPlan(plan)
  const report: Report = { bytes: 0, records: 0, written: 0, seen: new Map() }
  const stop = new AbortController() // nobody waits for more input
  const gate = new Gate(() => stop.abort())
  const meter = measure ? await createMeter(plan) : undefined
  let line: Line | undefined
  const sinks = new Sinks(gate, () => {
    if (line?.end.done) stop.abort()
  })
  try {
    const openSink = (destination: string) => {
      const sink = sinks.open(destination)
      return meter ? meter.intoSink(destination, sink) : sink
    }
    line = await joinLine(plan, { openSink, report, onWarning, ...(meter && { meter }) })
    const { end } = line
    const watch = new Watch(plan.inputs, () => ({
      records: line?.records ?? 0,
      written: sinks.records,
    }))
    onStart?.(() => watch.look())
    const job = pump(plan, line, { report, watch, gate, signal: stop.signal, meter }).then(() => {
      meter?.hasRead()
      end.close()
      return sinks.finish()
    })
    await (plan.follow ? untilStopped(job, stop, signal) : unlessAborted(job, signal))
  } catch (error) {
    stop.abort()
    try {
      line?.leave()
      line?.end.throw(error)
    } catch {} // a failure that follows from the first
    await sinks.abandon()
    throw error
  } finally {
    report.written = sinks.records
    if (meter) report.steps = meter.measured(report)
  }
  signal?.throwIfAborted()
  return report
}

interface Pumping {
  report: Report
  watch: Watch
  meter: Meter | undefined
  gate: Gate
  signal: AbortSignal
}

async function createMeter(plan: Plan): Promise<Meter> {
  const { Meter } = await import('./meter.ts')
  return new Meter(plan)
}

/** Reads the inputs, each a document, until they end or nothing more is wanted. */
async function pump(
  { inputs, follow = false, timeout }: Plan,
  line: Line,
  { report, watch, gate, signal, meter }: Pumping,
): Promise<void> {
  for (const input of inputs) {
    if (line.isDone || signal.aborted) return
    const source = await openSource(input, { follow, ...(timeout !== undefined && { timeout }) })
    let engine = line.open(source.name)
    const write = (bytes: Uint8Array) => {
      report.bytes += bytes.length
      watch.bytes = report.bytes
      return meter ? meter.parsing(() => engine.write(bytes)) : engine.write(bytes)
    }
    const restart = () => {
      line.leave()
      engine = line.open(source.name)
    }
    const space = (bytes: number) => engine.space?.(bytes)
    const told = watch.next()
    const hasEnded = await source.read({ write, space, restart, gate, signal, ...told })
    await gate.whenOpen() // raises what made a sink fail while the source was silent
    if (hasEnded) engine.end()
    else if (!signal.aborted) return
  }
}

/** The job, whose input a signal ends: nothing else ends a file that is followed. */
async function untilStopped(
  job: Promise<void>,
  stop: AbortController,
  signal: AbortSignal | undefined,
): Promise<void> {
  const onAbort = () => stop.abort()
  signal?.addEventListener('abort', onAbort)
  await job.finally(() => signal?.removeEventListener('abort', onAbort))
}

/** The job, or the reason of the signal, whichever comes first. */
async function unlessAborted(job: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  let onAbort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal?.reason)
    signal?.addEventListener('abort', onAbort)
  })
  job.catch(() => {}) // told by the race, or too late to matter
  await Promise.race([job, aborted]).finally(() => signal?.removeEventListener('abort', onAbort))
}
