// Runs a plan: wires its coroutines and pumps every input through them.

import { Gate } from '../core/gate.ts'
import { Sinks } from '../sinks/open.ts'
import { openSource } from '../sources/open.ts'
import type { BadRecord } from '../xml/bad-record.ts'
import { checkPlan } from './check-plan.ts'
import { joinLine, type Line } from './line.ts'
import type { Plan } from './plan.ts'

export interface Report {
  /** Bytes read from the inputs. */
  bytes: number
  /** Records found in them. */
  records: number
  /** Records written by all sinks together. */
  written: number
  /** Faults left out: bad records, and what was wrong between two. */
  bad: number
  /** When there was no record: the names of the elements met, and how often. */
  seen: Map<string, number>
}

export interface RunOptions {
  /** Ends the run early, as a failure with the signal's reason. */
  signal?: AbortSignal
  /** Told what was left out of the records, once for each kind and document. */
  onWarning?: (message: string) => void
  /** Told of what was left out because of a fault, where the plan says to leave it out. */
  onBadRecord?: (bad: BadRecord) => void
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
  const { signal, onWarning = () => {}, onBadRecord: tell } = options
  signal?.throwIfAborted()
  checkPlan(plan)
  const report: Report = { bytes: 0, records: 0, written: 0, bad: 0, seen: new Map() }
  const stop = new AbortController() // nobody waits for more input
  const gate = new Gate(() => stop.abort())
  let line: Line | undefined
  const sinks = new Sinks(gate, () => {
    if (line?.end.done) stop.abort()
  })
  try {
    const openSink = (destination: string) => sinks.open(destination)
    const onBadRecord = (bad: BadRecord) => {
      report.bad++
      tell?.(bad)
    }
    line = await joinLine(plan, { openSink, report, onWarning, onBadRecord })
    const { end } = line
    const job = pump(plan, line, { report, gate, signal: stop.signal }).then(() => {
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
    const isApart = typeof plan.onError === 'object'
    report.written = sinks.records - (isApart ? report.bad : 0)
  }
  signal?.throwIfAborted()
  return report
}

interface Pumping {
  report: Report
  gate: Gate
  signal: AbortSignal
}

/** Reads the inputs, each a document, until they end or nothing more is wanted. */
async function pump(
  { inputs, follow = false, timeout }: Plan,
  line: Line,
  { report, gate, signal }: Pumping,
): Promise<void> {
  for (const input of inputs) {
    if (line.isDone || signal.aborted) return
    const source = await openSource(input, { follow, ...(timeout !== undefined && { timeout }) })
    let engine = line.open(source.name)
    const write = (bytes: Uint8Array) => {
      report.bytes += bytes.length
      return engine.write(bytes)
    }
    const restart = () => {
      line.leave()
      engine = line.open(source.name)
    }
    const space = (bytes: number) => engine.space?.(bytes)
    const hasEnded = await source.read({ write, space, restart, gate, signal })
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
