// Says which sinks a pipeline reaches.

import type { Writing } from '../record/writing.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'
import { destinationsOf, type Pipeline, STDOUT } from './plan.ts'
import { stageNamed } from './stages.ts'

/** Says which destinations are one sink. */
export type SinkOf = (destination: string, writing?: Writing) => unknown

/** Whether lines go to a destination as they are. */
export type TakesLines = (destination: string, writing?: Writing) => boolean

export const asItsFormat: TakesLines = (destination, writing) =>
  formatOfDestination(destination, writing).takesLines

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
