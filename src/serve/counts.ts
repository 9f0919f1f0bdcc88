// Counts the records that pass the steps of a pipeline, for all clients together.

import type { Target } from '../core/coroutine.ts'
import { RECORDS } from '../expression/program.ts'
import { linesOfPlan, type PlanLine } from '../plan/explain.ts'
import { counted, type StepWatch } from '../plan/meter.ts'
import type { Plan, PlannedStage } from '../plan/plan.ts'
import { sinkNamed } from '../plan/reached.ts'
import { stageNamed } from '../plan/stages.ts'
import type { Value } from '../record/record.ts'
import type { PipelineRow } from './status.ts'

const BRANCH = /^[├└│─ ]+/

/** What a client that is there adds to what others have left. */
interface Live {
  readonly records: number
  passed(step: number): number
}

export class Counts {
  readonly #lines: PlanLine[]
  readonly #stages = new Map<PlannedStage, { out: number }>() // those in JavaScript
  readonly #lowered = new Map<PlannedStage, number>()
  readonly #passed: number[] = [] // of clients that have gone, by step of the kernel's program
  #records = 0
  readonly #live = new Set<Live>()

  constructor(plan: Plan) {
    this.#lines = linesOfPlan(plan)
  }

  /** What watches the steps for one client. */
  watch(): StepWatch {
    return {
      passed: () => 0,
      onLowered: (stage, step) => this.#lowered.set(stage, step),
      into: (_, target) => target,
      outOf: (stage, target: Target<Value>) => counted(this.#rowOf(stage), target),
    }
  }

  add(live: Live): void {
    this.#live.add(live)
  }

  /** A client goes: what it has counted stays. */
  leave(live: Live): void {
    if (!this.#live.delete(live)) return
    this.#records += live.records
    for (const step of new Set(this.#lowered.values())) {
      this.#passed[step] = (this.#passed[step] ?? 0) + live.passed(step)
    }
  }

  get records(): number {
    return this.#records + sum([...this.#live].map(({ records }) => records))
  }

  /** The rows of the pipeline; `heldBy` says how many clients wait because of a destination. */
  rows(heldBy: (destination: string) => number): PipelineRow[] {
    const { records } = this
    const first = this.#lines.findLastIndex(({ kind }) => kind !== 'stage' && kind !== 'sink')
    const numbers = new Map(this.#lines.map(({ stage }, n) => [stage, n]))
    return this.#lines.map(({ kind, what, stage, from, destination, place }, n) => {
      const isOfPipeline = stage !== undefined || destination !== undefined
      const before = from ? this.#outOf(from, records) : records
      return {
        kind,
        what: kind === 'read' ? 'read from clients' : toClients(what.replace(BRANCH, '')),
        ...(place !== undefined && { place }),
        ...(n > 0 && { from: isOfPipeline ? ((from && numbers.get(from)) ?? first) : n - 1 }),
        ...(isOfPipeline && { in: before }),
        ...(stage && { out: this.#outOf(stage, records) }),
        ...(kind === 'records' && { out: records }),
        held: destination === undefined ? 0 : heldBy(sinkNamed(destination)),
      }
    })
  }

  #rowOf(stage: PlannedStage): { out: number } {
    const row = this.#stages.get(stage) ?? { out: 0 }
    this.#stages.set(stage, row)
    return row
  }

  #outOf(stage: PlannedStage, records: number): number {
    const row = this.#stages.get(stage)
    if (row) return row.out
    const { lower } = stageNamed(stage.stage)
    if (lower?.(stage.argument)?.some((step) => step.do === 'count')) return 0
    const step = this.#lowered.get(stage) ?? RECORDS
    if (step === RECORDS) return records
    return (this.#passed[step] ?? 0) + sum([...this.#live].map((live) => live.passed(step)))
  }
}

/** What is standard output in a run is a client here. */
function toClients(text: string): string {
  return text.replace(/ to stdout\b/g, ' to clients')
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
