// Cuts a pipeline in two: what can be done with each part of a document alone, and what needs the parts joined.

import { destinationsOf, type Pipeline, type PlannedStage } from '../plan/plan.ts'
import { reachedBy, sinkNamed } from '../plan/reached.ts'
import { stageNamed } from '../plan/stages.ts'
import type { Writing } from '../record/writing.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'

/** Where parts are joined: what leaves the first half, by the name that this has for it, and where it goes. */
export type Exit = { name: string } & (
  | { form: 'lines'; destination: string; writing?: Writing }
  /** Records that parts write in the format of their file, as soon as its layout is known. */
  | { form: 'written'; destination: string; writing?: Writing; format: string }
  /** Records for the rest of a pipeline; parts have them as lines. */
  | { form: 'records'; pipeline: Pipeline }
  /** Records for a stage that gathers them, or what it has gathered of a part, and the rest of the pipeline after it. */
  | { form: 'gathered'; stage: PlannedStage; pipeline: Pipeline }
)

export interface Seam {
  /** The first half, for parts. It writes to the exits, by their names. */
  front: Pipeline
  /** The same for what is read where the parts are joined: what leaves records out of parts does so once more there. */
  own: Pipeline
  exits: Exit[]
}

/** Every sink receives what it does from the whole pipeline, in the same order. */
export function cut(pipeline: Pipeline): Seam {
  const exits: Exit[] = []
  const front = frontOf(pipeline, exits)
  if (!hasSharedSink(exits)) return { front, own: once(front), exits }
  // several ways lead to one sink: there the records take turns
  const trunk: Exit[] = []
  const { branches: _, ...before } = pipeline
  const alone = until(before.stages.findIndex(endsFront), pipeline, trunk)
  return { front: alone, own: once(alone), exits: trunk }
}

function frontOf(pipeline: Pipeline, exits: Exit[]): Pipeline {
  const { stages, writing, branches = [] } = pipeline
  const end = stages.findIndex(endsFront)
  if (end >= 0) return until(end, pipeline, exits)
  const to = destinationsOf(pipeline).map((destination) => exitInto(destination, writing, exits))
  return {
    stages,
    to: [...new Set(to)],
    ...(branches.length > 0 && { branches: branches.map((branch) => frontOf(branch, exits)) }),
  }
}

/** The first stages; all that comes after them, branches too, is done with the parts joined. */
function until(end: number, pipeline: Pipeline, exits: Exit[]): Pipeline {
  const { stages } = pipeline
  const name = nameOf(exits.length)
  const stage = stages[end]
  const parts = stage && partsOf(stage)
  if (stage && typeof parts === 'object') {
    exits.push({
      name,
      form: 'gathered',
      stage,
      pipeline: { ...pipeline, stages: stages.slice(end + 1) },
    })
    return { stages: stages.slice(0, end + 1), to: [name] }
  }
  const rest = end < 0 ? [] : stages.slice(end)
  exits.push({ name, form: 'records', pipeline: { ...pipeline, stages: rest } })
  const isRunTwice = parts === 'again'
  return { stages: end < 0 ? stages : stages.slice(0, isRunTwice ? end + 1 : end), to: [name] }
}

/** Without the stages that are run again. */
function once({ stages, branches, ...rest }: Pipeline): Pipeline {
  return {
    ...rest,
    stages: stages.filter((stage) => partsOf(stage) !== 'again'),
    ...(branches && { branches: branches.map(once) }),
  }
}

function endsFront(stage: PlannedStage): boolean {
  return partsOf(stage) !== 'alone' || writes(stage)
}

/** Whether it is a sink too. */
function writes({ stage, argument }: PlannedStage): boolean {
  return (
    stageNamed(stage)
      .lower?.(argument)
      ?.some((step) => step.do === 'lines') ?? false
  )
}

function partsOf({ stage, argument }: PlannedStage) {
  return stageNamed(stage).parts(argument)
}

function exitInto(destination: string, writing: Writing | undefined, exits: Exit[]): string {
  const { format, isMany, takesLines } = formatOfDestination(destination, writing)
  const isWritten = format.hasLayout === true && !isMany
  const said = writing && { writing }
  const known = exits.find(
    (exit) =>
      'destination' in exit &&
      (takesLines || isWritten) &&
      sinkNamed(exit.destination) === sinkNamed(destination),
  )
  if (known) return known.name
  const name = nameOf(exits.length)
  const into = { name, destination, ...said }
  if (isWritten) exits.push({ ...into, form: 'written', format: format.name })
  else if (takesLines) exits.push({ ...into, form: 'lines' })
  else exits.push({ name, form: 'records', pipeline: { stages: [], to: [destination], ...said } })
  return name
}

/** It names no file: nothing is opened by it. */
function nameOf(exit: number): string {
  return `\0exit-${exit}`
}

function hasSharedSink(exits: Exit[]): boolean {
  const sinks = exits.flatMap((exit) => {
    if ('destination' in exit) return [sinkNamed(exit.destination)]
    if (exit.form === 'gathered') return []
    return [...new Set(reachedBy(exit.pipeline).map(([destination]) => sinkNamed(destination)))]
  })
  return new Set(sinks).size < sinks.length
}
