// Finds what of a pipeline runs a program or code of its author's, so that who received it can refuse it.

import { commandOf } from '../sinks/far-destination.ts'
import { destinationsOf, type Pipeline, type Plan } from './plan.ts'
import { stageNamed } from './stages.ts'

export interface RunPart {
  /** Its place in the plan. */
  place: string
  /** Its flag. */
  flag: string
  kind: 'process' | 'code'
}

/** Whether there is a stage that runs a command. */
export function runsCommands({ stages, branches = [] }: Pipeline): boolean {
  return stages.some(({ stage }) => stageNamed(stage).runs) || branches.some(runsCommands)
}

/** The parts of a plan that run something. */
export function* partsThatRun({ pipeline, onError }: Plan): Generator<RunPart> {
  yield* partsIn(pipeline, 'plan.pipeline')
  if (typeof onError === 'object' && commandOf(onError.quarantine) !== undefined) {
    yield { place: 'plan.onError.quarantine', flag: '--on-error quarantine=exec:', kind: 'process' }
  }
}

function* partsIn(pipeline: Pipeline, place: string): Generator<RunPart> {
  const { stages, branches = [] } = pipeline
  for (const [i, { stage: name, argument }] of stages.entries()) {
    const at = `${place}.stages[${i}]`
    const { runs, lower } = stageNamed(name)
    if (runs) yield { place: at, flag: `--${name}`, kind: 'process' }
    if (name === 'map-js') yield { place: at, flag: `--${name}`, kind: 'code' }
    for (const step of lower?.(argument) ?? []) {
      if (step.do === 'lines' && commandOf(step.destination) !== undefined) {
        yield { place: at, flag: `--${name} exec:`, kind: 'process' }
      }
    }
  }
  for (const [i, destination] of destinationsOf(pipeline).entries()) {
    if (commandOf(destination) !== undefined) {
      yield { place: `${place}.to[${i}]`, flag: '--to exec:', kind: 'process' }
    }
  }
  for (const [i, branch] of branches.entries()) yield* partsIn(branch, `${place}.branches[${i}]`)
}
