// Finds the stages that take rows instead of records, and what rows must have for them.

import type { Calls } from '../expression/calls.ts'
import {
  type AskStep,
  type Column,
  columnsOf,
  fieldsRead,
  type TestStep,
} from '../expression/program.ts'
import type { StageStep } from '../stages/stage.ts'
import { destinationsOf, type Pipeline, type PlannedStage } from './plan.ts'
import { asItsFormat, reachedBy, type SinkOf, sinkNamed, type TakesLines } from './reached.ts'
import { conditionOf } from './stage-condition.ts'
import { stageNamed } from './stages.ts'

export interface RowsFront {
  /** The fields that are read, each under its path. */
  columns: Column[]
  /** Whether a row has its record as a line too. */
  areLines: boolean
  /** By stage that takes rows: the conditions of one that the kernel cannot ask for all rows at once; none for others. */
  asks: AskStep[][]
  /** By the same: what it is given of a record. */
  given: Column[][]
  /** Of several branches that are given the same rows, what each is given: then no stage comes before them. */
  branches?: readonly RowsFront[]
}

/** What decides whether rows can be sent in place of records. */
export interface RowsRules {
  sinkOf?: SinkOf
  takesLines?: TakesLines
  /** Whether it is said of lines what was around their records: then no stage may hold lines, of which nothing is said. */
  areInScope?: boolean
}

/** The same for the pipeline that they are of. */
export class RowsOf {
  readonly #takesLines: TakesLines
  readonly #hasBranches: boolean
  readonly #sinkOf: SinkOf
  readonly #areInScope: boolean
  /** Those that a pipeline reaches on several ways, which take turns record by record. */
  readonly #shared: Set<unknown>

  constructor(pipeline: Pipeline, rules: RowsRules) {
    const { sinkOf = sinkNamed, takesLines = asItsFormat, areInScope = false } = rules
    this.#takesLines = takesLines
    this.#areInScope = areInScope
    this.#hasBranches = (pipeline.branches ?? []).length > 0
    const reached = reachedBy(pipeline, true)
    this.#sinkOf = reached.length > 1 ? sinkOf : () => undefined
    const sinks = reached.map(([destination, writing]) => this.#sinkOf(destination, writing))
    this.#shared = new Set(sinks.filter((sink, i) => sinks.indexOf(sink) !== i))
    if (reached.length <= 1) this.#shared.clear()
  }

  /**
   * The stages from one on that take rows, and tests that come before; nothing where records are to leave in another
   * way. `calls` watches those in the conditions.
   */
  from(pipeline: Pipeline, first: number, calls?: Calls): [TestStep[], RowsFront] | undefined {
    const count = this.#countFrom(pipeline, first)
    if (count === 0) return undefined
    const run = pipeline.stages.slice(first, first + count)
    const tests = stepsOf(run[0] as PlannedStage).filter((step) => step.do === 'test')
    const asks = run.map((planned, i) => asksOf(planned, i === 0, calls))
    const given = run.map(({ stage, argument }, i) => {
      const { fields, reads } = stageNamed(stage)
      const asked = (asks[i] ?? []).flatMap(({ columns }) => columns)
      return asked.length > 0 ? asked : columnsOf((fields ?? reads)?.(argument) ?? [])
    })
    const columns = [...new Map(given.flat().map((column) => [column.name, column])).values()]
    const areLines = stageNamed((run.at(-1) as PlannedStage).stage).fields === undefined
    return columns.length > 0 ? [tests, { columns, areLines, asks, given }] : undefined
  }

  #countFrom(pipeline: Pipeline, first: number): number {
    const { stages, branches = [] } = pipeline
    let count = 0
    let areAsks = true
    const changed = new Set<string>()
    for (const planned of stages.slice(first)) {
      const { argument } = planned
      const { fields, reads, changes, sendsAtEnd, spreads } = stageNamed(planned.stage)
      const steps = stepsOf(planned)
      const areConditions = steps.length > 0 && steps.every(isCondition)
      // what the kernel does alone it does before there are rows
      if (count === 0 && steps.length > 0 && !(areConditions && isAskLast(steps))) break
      const read = areConditions ? steps.flatMap(fieldsRead) : (fields ?? reads)?.(argument)
      // rows know the value that a stage has made, but not what is in it
      if (!read || read.some(([name = '', ...rest]) => rest.length > 0 && changed.has(name))) break
      if (this.#areInScope && sendsAtEnd && !fields) break
      if (changes) changed.add(changes(argument))
      count++
      if (areConditions) continue
      areAsks = false
      if (sendsAtEnd) return count
      if (spreads) break
    }
    const rest = { ...pipeline, stages: stages.slice(first + count) }
    const isEnd = rest.stages.length === 0 && branches.length === 0
    const takesLines = () =>
      destinationsOf(rest).every((destination) => this.#takesLines(destination, rest.writing))
    if (areAsks && !(isEnd && takesLines())) return 0 // the kernel asks for each record
    if (!isEnd && this.#hasBranches) return 0
    const isShared = reachedBy(rest).some((to) => this.#shared.has(this.#sinkOf(...to)))
    return isShared ? 0 : count
  }
}

function stepsOf({ stage, argument }: PlannedStage): StageStep[] {
  return stageNamed(stage).lower?.(argument) ?? []
}

/** The questions of a stage, of the first one those that come after tests, which the kernel does. */
function asksOf(planned: PlannedStage, isFirst: boolean, calls?: Calls): AskStep[] {
  const steps = stepsOf(planned)
  if (!steps.every(isCondition)) return []
  if (!isFirst && steps.some((step) => step.do === 'test')) {
    return [conditionOf(planned, steps, calls)]
  }
  const watched = stageNamed(planned.stage).lower?.(planned.argument, calls) ?? []
  return watched.filter((step) => step.do === 'ask')
}

function isCondition(step: StageStep): boolean {
  return step.do === 'test' || step.do === 'ask'
}

/** Whether there are questions, after tests. */
function isAskLast(steps: StageStep[]): boolean {
  const firstAsk = steps.findIndex((step) => step.do === 'ask')
  return firstAsk >= 0 && steps.slice(firstAsk).every((step) => step.do === 'ask')
}
