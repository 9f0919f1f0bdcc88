// Turns a pipeline into a program for the kernel, and what remains to be wired to its exits.

import { type Program, RECORDS, type Step } from '../expression/program.ts'
import type { Writing } from '../record/writing.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'
import { destinationsOf, type Pipeline, type PlannedStage, STDOUT } from './plan.ts'
import { type Front, frontOf, NOTHING } from './pushdown.ts'
import { stageNamed } from './stages.ts'

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

type SinkOf = (destination: string, writing?: Writing) => unknown

/** Whether lines go to a destination as they are. */
export type TakesLines = (destination: string, writing?: Writing) => boolean

const asItsFormat: TakesLines = (destination, writing) =>
  formatOfDestination(destination, writing).takesLines

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
  front: Front = frontOf(pipeline),
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
      part.branches?.forEach((branch, i) => {
        add(branch, front.branches[i] ?? NOTHING, after)
      })
    } else {
      const rest = { ...part, stages: part.stages.slice(front.stages.length) }
      steps.push({ after, do: leaves, exit: exits.push({ form: leaves, pipeline: rest }) - 1 })
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
      'exit' in step ? { ...step, do: (ordered[step.exit] as Exit).form } : step,
    ),
    exits: exits.length,
  }
  return { program, exits: ordered }
}

/** Where a pipeline writes before its input has ended, or also after that, and how. */
export function reachedBy(
  pipeline: Pipeline,
  isAlsoAfter = false,
): [string, Writing | undefined][] {
  const destinations: [string, Writing | undefined][] = []
  for (const { stage: name, argument } of pipeline.stages) {
    const { lower, sendsAtEnd, takesLines } = stageNamed(name)
    const isLater = sendsAtEnd || takesLines
    if (isLater && !isAlsoAfter) return destinations // what comes later comes in any order
    for (const step of lower?.(argument) ?? []) {
      if (step.do === 'lines') destinations.push([step.destination, undefined])
    }
  }
  return [
    ...destinations,
    ...destinationsOf(pipeline).map((destination): [string, Writing | undefined] => [
      destination,
      pipeline.writing,
    ]),
    ...(pipeline.branches ?? []).flatMap((branch) => reachedBy(branch, isAlsoAfter)),
  ]
}

/** One sink has one name; only standard output has several. */
export function sinkNamed(destination: string): string {
  const isStdout = /^\/(?:dev\/stdout|(?:dev|proc\/self)\/fd\/1)$/.test(destination)
  return isStdout ? STDOUT : destination
}
