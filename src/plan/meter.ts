// Counts the records that pass between the steps of a run and times what each step does with them.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Kept } from '../core/kept.ts'
import { RECORDS } from '../expression/program.ts'
import { Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { Rows } from '../record/rows.ts'
import { linesOfPlan, type PlanLine } from './explain.ts'
import type { Plan, PlannedStage } from './plan.ts'
import { sinkNamed } from './reached.ts'
import { stageNamed } from './stages.ts'

/** What is known of a step; a step in the kernel has no time of its own, it is in that of the parsing. */
export interface Measured {
  /** The words that --explain has for it. */
  step: string
  place?: string
  /** Records that came, and records that left. */
  in?: number
  out?: number
  /** Without those of the steps after it. */
  seconds?: number
}

/** What of it a line needs. */
export type StepWatch = Pick<Meter, 'into' | 'outOf' | 'onLowered' | 'passed'> &
  Partial<Kept<number[]>>

interface Row {
  out: number
  milliseconds: number
}

export class Meter implements Kept<number[]> {
  /** How many records passed a step in the kernel. */
  passed: (step: number) => number = () => 0
  readonly #plan: Plan
  readonly #start = performance.now()
  readonly #stages = new Map<PlannedStage, Row>()
  readonly #lowered = new Map<PlannedStage, number>()
  readonly #sinks = new Map<Target<Value>, Target<Value>>()
  readonly #destinations = new Map<string, Row>()
  readonly #engine: Row = { out: 0, milliseconds: 0 }
  #read: number | undefined // ms
  #inner = 0 // ms that were spent in the steps after the one that is being timed

  constructor(plan: Plan) {
    this.#plan = plan
  }

  /** By stage: records that left it. */
  state(): number[] {
    return Array.from(this.#stages.values(), ({ out }) => out)
  }

  /** Stages must be wired. */
  restore(outs: readonly number[]): void {
    for (const [i, row] of [...this.#stages.values()].entries()) row.out = outs[i] ?? 0
  }

  /** Called with a stage that was lowered, and the step of the kernel's program with which it ends. */
  readonly onLowered = (stage: PlannedStage, step: number): void => {
    this.#lowered.set(stage, step)
  }

  into(stage: PlannedStage, target: Target<Value>): Target<Value> {
    return this.#timed(this.#rowOf(stage), target)
  }

  outOf(stage: PlannedStage, target: Target<Value>): Target<Value> {
    return counted(this.#rowOf(stage), target)
  }

  /** Several names may lead to one sink, and it is to stay one. */
  intoSink(destination: string, sink: Target<Value>): Target<Value> {
    const name = sinkNamed(destination)
    const row = this.#destinations.get(name) ?? { out: 0, milliseconds: 0 }
    const known = this.#sinks.get(sink) ?? this.#timed(row, sink)
    this.#destinations.set(name, row)
    this.#sinks.set(sink, known)
    return known
  }

  /** Times the parsing of a chunk, with all that it leads to. */
  parsing<T>(step: () => T): T {
    return this.#time(this.#engine, step)
  }

  /** All steps, in the order of --explain. */
  measured({ records }: { records: number }): Measured[] {
    const lines = linesOfPlan(this.#plan)
    const idle = this.#idle()
    const read = this.#read ?? idle
    const times: Partial<Record<PlanLine['kind'], number>> = {
      read,
      parse: this.#engine.milliseconds,
    }
    const steps = lines.map((line) => ({
      step: line.what,
      ...(line.place !== undefined && { place: line.place }),
      ...this.#countsOf(line, records),
      ...seconds(times[line.kind] ?? this.#timeOf(line)),
    }))
    return [...steps, { step: 'finish', ...seconds(idle - read) }]
  }

  /** Called when the inputs have ended: what takes time from now on had waited for that. */
  hasRead(): void {
    this.#read = this.#idle()
  }

  /** ms since the start in which no step was being timed. */
  #idle(): number {
    const rows = [this.#engine, ...this.#stages.values(), ...this.#destinations.values()]
    const busy = rows.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
    return Math.max(performance.now() - this.#start - busy, 0)
  }

  #countsOf({ kind, stage, from, destination }: PlanLine, records: number): Partial<Measured> {
    if (kind === 'records') return { out: records }
    if (!stage && destination === undefined) return {}
    const before = from ? this.#outOf(from, records) : records
    return { in: before, ...(stage && { out: this.#outOf(stage, records) }) }
  }

  #outOf(stage: PlannedStage, records: number): number {
    const row = this.#stages.get(stage)
    if (row) return row.out
    const { lower } = stageNamed(stage.stage)
    if (lower?.(stage.argument)?.some((step) => step.do === 'count')) return 1
    const step = this.#lowered.get(stage) ?? RECORDS
    return step === RECORDS ? records : this.passed(step)
  }

  #timeOf({ stage, destination }: PlanLine): number | undefined {
    if (stage) return this.#stages.get(stage)?.milliseconds
    if (destination === undefined) return undefined
    return this.#destinations.get(sinkNamed(destination))?.milliseconds
  }

  #rowOf(stage: PlannedStage): Row {
    const row = this.#stages.get(stage) ?? { out: 0, milliseconds: 0 }
    this.#stages.set(stage, row)
    return row
  }

  #timed(row: Row, target: Target<Value>): Target<Value> {
    return timed(<T>(step: () => T) => this.#time(row, step), target)
  }

  #time<T>(row: Row, step: () => T): T {
    const outer = this.#inner
    this.#inner = 0
    const start = performance.now()
    try {
      return step()
    } finally {
      const spent = performance.now() - start
      row.milliseconds += spent - this.#inner
      this.#inner = outer + spent
    }
  }
}

const timed = coroutine(function* (
  time: <T>(step: () => T) => T,
  target: Target<Value>,
): Receiver<Value> {
  while (true) {
    const item = yield
    if (!time(() => target.send(item))) return
  }
})

/** Counts the records that pass, in batches too. */
export const counted: (row: { out: number }, target: Target<Value>) => Target<Value> = coroutine(
  function* (row: { out: number }, target: Target<Value>): Receiver<Value> {
    while (true) {
      const item: unknown = yield
      row.out += item instanceof Lines || item instanceof Rows ? item.records : 1
      if (!target.send(item as Value)) return
    }
  },
)

function seconds(milliseconds: number | undefined): Partial<Measured> {
  return milliseconds === undefined ? {} : { seconds: Math.round(milliseconds * 1000) / 1e6 }
}
