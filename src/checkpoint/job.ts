// Provides a run that leaves checkpoints, and goes on from the last one of a run that was interrupted.

import { createHash } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { OutputError, UsageError } from '../core/errors.ts'
import type { Kept } from '../core/kept.ts'
import type { BadRecord } from '../engine/bad-record.ts'
import { changing } from '../engine/changing.ts'
import type { Engine } from '../engine/engine.ts'
import type { Inside } from '../engine/part.ts'
import type { Calls } from '../expression/calls.ts'
import { textOf } from '../parts/around.ts'
import type { Line, LineOptions } from '../plan/ends.ts'
import { joinLine } from '../plan/line.ts'
import type { Plan } from '../plan/plan.ts'
import type { Report } from '../plan/report.ts'
import type { Workshop } from '../plan/run.ts'
import { placeOf } from '../sinks/destination-format.ts'
import type { Appearing, Keeping } from '../sinks/keeping.ts'
import type { Sinks } from '../sinks/open.ts'
import { filesRead, openSource } from '../sources/open.ts'
import { isPlain } from '../sources/plain-file.ts'
import type { Source, SourceOptions } from '../sources/source.ts'
import type { FoundPlace } from './borders.ts'
import type {
  Checkpoint,
  Job as JobIdentity,
  PlaceInside,
  Progress,
  ReportState,
} from './checkpoint.ts'
import type { CheckpointFile } from './checkpoint-file.ts'
import { keptStages } from './kept-stages.ts'
import { thisProcess } from './owner.ts'
import { Pace, type Pacing } from './pace.ts'
import { ResumableFile, type ResumableOptions } from './resumable-file.ts'
import { ResumableStream } from './resumable-stream.ts'

export interface JobOptions {
  file: CheckpointFile
  identity: JobIdentity
  /** How far an interrupted run has come. */
  progress: Progress | undefined
  pacing: Pacing
}

export class Job implements Workshop {
  readonly keeping: Keeping
  /** How far all is safe; nothing before it has begun. */
  last: Checkpoint['done'] | undefined
  readonly #of: JobOptions
  readonly #pace: Pace
  readonly #kept: Kept[] = []
  #line!: Line
  #report!: Report
  #calls: Calls | undefined
  #sinks: Sinks | undefined
  #badRecords = 0
  /** The number of the input that is read, from 0. */
  #input = -1
  #engine: Engine | undefined
  #source = ''
  /** Bytes of the inputs, and records, before the document that is read. */
  #before = { bytes: 0, records: 0 }

  constructor(options: JobOptions) {
    this.#of = options
    this.#pace = new Pace(options.pacing)
    this.keeping = keepingOf(options)
  }

  async join(plan: Plan, options: LineOptions & { report: Report }): Promise<Line> {
    const { progress } = this.#of
    const held: unknown[] = progress ? heldOf(progress) : []
    const keep = <State>(kept: Kept<State>) => {
      const at = this.#kept.push(kept as Kept<unknown>) - 1
      if (at < held.length) kept.restore(held[at] as State)
    }
    const onBadRecord = (bad: BadRecord) => {
      if (bad.isRecord) this.#badRecords++
      options.onBadRecord?.(bad)
    }
    const isPart = progress?.place.inside !== undefined
    const line = await joinLine(plan, {
      ...options,
      ...{ keep, start: keptStages(keep), onBadRecord, isPart },
    })
    const { report, calls, meter } = options
    if (meter?.state) keep(meter as Kept<number[]>)
    this.#report = report
    this.#calls = calls
    if (progress) {
      Object.assign(report, reportOf(progress.report))
      this.#badRecords = progress.report.badRecords
      line.learn(progress.findings)
      calls?.merge(progress.calls)
    }
    // the same line, whose documents may be left, and gone on with
    this.#line = Object.create(line, {
      open: { value: (source: string) => this.#open(line, source) },
    }) as Line
    return this.#line
  }

  async begin(sinks: Sinks): Promise<number> {
    const { progress } = this.#of
    this.#sinks = sinks
    this.#input = (progress?.place.input ?? 0) - 1
    // where it begins is safe too, so that nothing is written twice where files are added to
    this.#write(progress ?? (await this.#progress(0)))
    return this.#input + 1
  }

  async open(input: string, options: SourceOptions): Promise<Source> {
    this.#input++
    const { progress, identity } = this.#of
    const from = this.#input === progress?.place.input ? progress.place.inside : undefined
    const how: ResumableOptions = {
      ...{ plan: identity.plan, from, pace: this.#pace },
      border: () => this.#engine?.border?.(),
      save: (place) => this.#save(place),
    }
    const isCompressed = existsSync(input) ? !isPlain(input) : filesRead([input])[0] !== input
    if (!isCompressed) return new ResumableFile(input, how)
    return new ResumableStream(await openSource(input, options), how)
  }

  written(files: Appearing): void {
    const report = this.#reportState()
    const { identity } = this.#of
    const isApart = typeof identity.plan.onError === 'object'
    const written = (this.#sinks as Sinks).records - (isApart ? report.bad : 0)
    this.#write({ phase: 'written', report, written, files })
  }

  /** Takes back all, where nothing was read; answers whether it was so. */
  giveUp(): boolean {
    const { last } = this
    if (!last && this.#of.progress) return false
    if (last && (last.phase === 'written' || last.place.inside || last.place.input > 0))
      return false
    if (!this.#sinks || this.#line.records + this.#report.bad > 0) return false
    this.#of.file.remove() // first, or a kill would leave it without what it names
    for (const [from] of this.#sinks.appearing) rmSync(from, { force: true })
    return true
  }

  /** Begins a document, which may be one that was begun before. */
  #open(line: Line, source: string): Engine {
    const { place } = this.#of.progress ?? {}
    const from = place?.input === this.#input ? place.inside : undefined
    this.#source = source
    this.#before = {
      bytes: this.#report.bytes,
      records: this.#report.records - (from?.records ?? 0),
    }
    this.#engine = line.open(source, from && insideOf(from))
    return changing(() => this.#engine as Engine)
  }

  /** Makes all up to a place safe. The engine begins anew there, as it does in a run that goes on. */
  async #save(place: FoundPlace): Promise<void> {
    const start = performance.now()
    this.#engine?.leave?.()
    const records = this.#report.records - this.#before.records
    const inside: PlaceInside = { ...place, records }
    this.#write(await this.#progress(this.#input, inside))
    this.#engine = Object.getPrototypeOf(this.#line).open(this.#source, insideOf(inside))
    this.#pace.reached(place.offset, performance.now() - start)
  }

  #write(done: Checkpoint['done']): void {
    const { file, identity: job } = this.#of
    file.write({ job, owner: thisProcess(), done })
    this.last = done
  }

  async #progress(input: number, inside?: PlaceInside): Promise<Progress> {
    const held = serialize(this.#kept.map((kept) => kept.state())).toString('base64')
    const sinks = await (this.#sinks as Sinks).keep()
    return {
      phase: 'reading',
      place: { input, ...(inside && { inside }) },
      report: { ...this.#reportState(), bytes: this.#before.bytes },
      findings: this.#line.findings,
      calls: this.#calls?.state() ?? [],
      held,
      sinks,
    }
  }

  #reportState(): ReportState {
    const { bytes, records, bad, unread, malformed, seen } = this.#report
    const badRecords = this.#badRecords
    return { bytes, records, bad, unread, malformed, badRecords, seen: [...seen] }
  }
}

/** The report as it was. */
export function reportOf({ seen, badRecords: _, ...rest }: ReportState): Omit<Report, 'written'> {
  return { ...rest, seen: new Map(seen) }
}

function insideOf({ around, ...place }: PlaceInside): Inside {
  return { ...place, around: textOf(around) }
}

/** @throws UsageError where another version of Node has written it. */
function heldOf({ held }: Progress): unknown[] {
  try {
    return deserialize(Buffer.from(held, 'base64')) as unknown[]
  } catch {
    throw new UsageError('--checkpoint: written by a newer version of Node: go on with that')
  }
}

/** Names that are the same in each run of the job, and others in other jobs. */
function keepingOf({ file, progress }: JobOptions): Keeping {
  const states = new Map(progress?.sinks)
  return {
    nameFor(destination) {
      const text = `${resolve(file.path)}\n${placeOf(destination)}`
      return createHash('sha256').update(text).digest('hex').slice(0, 12)
    },
    stateOf(destination) {
      const place = placeOf(destination)
      if (!progress || states.has(place)) return states.get(place)
      throw new OutputError(
        `${destination}: the checkpoint says nothing of it: remove it to begin anew`,
      )
    },
  }
}
