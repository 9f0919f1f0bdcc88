// Turns the pipeline of a plan into coroutines, from its ends to its beginning.

import { broadcast } from '../core/broadcast.ts'
import type { Target } from '../core/coroutine.ts'
import type { Calls } from '../expression/calls.ts'
import type { Value } from '../record/record.ts'
import type { OpenSink } from '../stages/stage.ts'
import type { StepWatch } from './meter.ts'
import { type Pipeline, type PlannedStage, STDOUT } from './plan.ts'
import { stageNamed } from './stages.ts'

/** Starts a stage in front of a target. */
export type StartStage = (
  planned: PlannedStage,
  target: Target<Value>,
  open: OpenSink,
  calls?: Calls,
) => Target<Value>

export const startStage: StartStage = ({ stage, argument }, target, open, calls) =>
  stageNamed(stage).start(argument, target, open, calls)

export function wire(
  { stages, to = [], writing, branches = [] }: Pipeline,
  open: OpenSink,
  meter?: StepWatch,
  calls?: Calls,
  start: StartStage = startStage,
): Target<Value> {
  const ends = [
    ...new Set(to.map((destination) => open(destination, writing))),
    ...branches.map((branch) => wire(branch, open, meter, calls, start)),
  ]
  const [end = open(STDOUT, writing), ...others] = ends
  const last = others.length > 0 ? broadcast(ends) : end
  return stages.reduceRight((target, planned) => {
    if (!meter) return start(planned, target, open, calls)
    const next = meter.outOf(planned, target)
    return meter.into(planned, start(planned, next, open, calls))
  }, last)
}
