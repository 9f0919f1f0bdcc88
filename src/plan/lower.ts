// Turns a pipeline into a program for the kernel, and what remains to be wired to its exits.

import { type Program, RECORDS, type Step } from '../expression/program.ts'
import type { Writing } from '../record/writing.ts'
import { joinedBranches } from './joined-branches.ts'
import { destinationsOf, type Pipeline, type PlannedStage } from './plan.ts'
import { type Front, frontOf, NOTHING } from './pushdown.ts'
import { asItsFormat, reachedBy, type SinkOf, sinkNamed, type TakesLines } from './reached.ts'
import type { RowsFront } from './rows-front.ts'

export interface Lowered {
  program: Program
  /** In the order in which they end. */
  exits: Exit[]
}

export type Exit =
  /** Lines for a sink. There is one such exit for each sink, however many steps lead there. */
  | { form: 'lines'; destination: string; writing?: Writing }
  /**
   * Records for the rest of a pipeline; lines, if its first stage takes them; or their number: it receives one record,
   * {"count":N}, at the end.
   */
  | { form: 'records' | 'lines' | 'count'; pipeline: Pipeline }
  | RowsExit

/** Rows for the rest of a pipeline, of which the first stages take them. */
export interface RowsExit {
  form: 'rows'
  pipeline: Pipeline
  rows: RowsFront
}

/**
 * Lowers a pipeline as far as the kernel takes it. `sinkOf` says which destinations are one sink; if not given, those of
 * one name are. `front` is what of it the kernel takes, `onStage` is called with each lowered stage and the step with
 * which it ends. Every sink receives what it does from the plain pipeline, in the same order, if all lines are written
 * before the first exit ends.
 *
 * @throws UsageError for a stage that is unknown or does not understand its argument.
 */
export function lower(
  pipeline: Pipeline,
  sinkOf: SinkOf = sinkNamed,
  front: Front = frontOf(pipeline, { rows: { sinkOf } }),
  onStage: (stage: PlannedStage, step: number) => void = () => {},
  takesLines: TakesLines = asItsFormat,
): Lowered {
  const steps: Step[] = []
  const exits: Exit[] = []
  const linesTo = new Map<unknown, number>()

  function exitInto(destination: string, writing?: Writing): number {
    const sink = sinkOf(destination, writing)
    const lines: Exit = { form: 'lines', destination, ...(writing && { writing }) }
    const exit = linesTo.get(sink) ?? exits.push(lines) - 1
    linesTo.set(sink, exit)
    return exit
  }

  function add(part: Pipeline, front: Front, after: number): void {
    for (const [i, stage] of [...front.stages, front.narrowing].entries()) {
      for (const step of stage) {
        if (step.do === 'lines') {
          steps.push({ after, do: 'lines', exit: exitInto(step.destination) })
        } else if (step.do !== 'count') after = steps.push({ after, ...step }) - 1
      }
      const planned = part.stages[i]
      if (planned && i < front.stages.length) onStage(planned, after)
    }
    const { leaves } = front
    if (leaves === 'lines' && front.stages.length === part.stages.length) {
      const ends = new Set(
        destinationsOf(part).map((destination) => exitInto(destination, part.writing)),
      )
      for (const exit of ends) steps.push({ after, do: 'lines', exit })
      const branches = part.branches?.map((branch, i) => {
        return { branch, front: front.branches[i] ?? NOTHING }
      })
      const joined = branches ? joinedBranches(branches, sinkOf, takesLines) : []
      for (const { branch, front } of joined) add(branch, front, after)
      return
    }
    const rest = { ...part, stages: part.stages.slice(front.stages.length) }
    if (leaves !== 'rows') {
      steps.push({ after, do: leaves, exit: exits.push({ form: leaves, pipeline: rest }) - 1 })
    } else if (front.rows) {
      const { columns, areLines } = front.rows
      const exit = exits.push({ form: leaves, pipeline: rest, rows: front.rows }) - 1
      steps.push({ after, do: leaves, exit, columns, areLines })
    }
  }

  add(pipeline, front, RECORDS)
  return inOrder(steps, exits, sinkOf, takesLines)
}

/**
 * Lines come in batches. A sink that records reach on another way, one by one, gets all as records; so does one
 * that writes something else than lines.
 */
function inOrder(steps: Step[], exits: Exit[], sinkOf: SinkOf, takesLines: TakesLines): Lowered {
  const reached = exits.flatMap((exit) => (exit.form === 'records' ? reachedBy(exit.pipeline) : []))
  const sinks = new Set(reached.map(([destination, writing]) => sinkOf(destination, writing)))
  const ordered = exits.map((exit): Exit => {
    if (!('destination' in exit)) return exit
    const { destination, writing } = exit
    if (takesLines(destination, writing) && !sinks.has(sinkOf(destination, writing))) return exit
    return {
      form: 'records',
      pipeline: { stages: [], to: [destination], ...(writing && { writing }) },
    }
  })
  const program = {
    steps: steps.map((step) =>
      step.do === 'lines' && ordered[step.exit]?.form === 'records'
        ? { ...step, do: 'records' as const }
        : step,
    ),
    exits: exits.length,
  }
  return { program, exits: ordered }
}
