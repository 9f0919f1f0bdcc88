// Turns the pipeline of a plan into coroutines, from its ends to its beginning.

import { broadcast } from '../core/broadcast.ts'
import type { Target } from '../core/coroutine.ts'
import type { Calls } from '../expression/calls.ts'
import type { Value } from '../record/record.ts'
import type { OpenBridge, OpenSink } from '../stages/stage.ts'
import type { StepWatch } from './meter.ts'
import { type Pipeline, type PlannedStage, STDOUT } from './plan.ts'
import { stageNamed } from './stages.ts'

/** What stages need beside sinks. */
export interface Wiring {
  /** What counts and times, where that is asked for. */
  meter?: StepWatch
  /** Watches the calls of functions in stages. */
  calls?: Calls
  /** Opens ways through commands. */
  bridge?: OpenBridge
  /** Starts stages, where not as usual. */
  start?: StartStage
}

/** Starts a stage in front of a target. */
export type StartStage = (
  planned: PlannedStage,
  target: Target<Value>,
  open: OpenSink,
  wiring: Wiring,
) => Target<Value>

export const startStage: StartStage = ({ stage, argument }, target, open, { calls, bridge }) =>
  stageNamed(stage).start(argument, target, open, calls, bridge)

export function wire(
  { stages, to = [], writing, branches = [] }: Pipeline,
  open: OpenSink,
  wiring: Wiring = {},
): Target<Value> {
  const { meter, start = startStage } = wiring
  const ends = [
    ...new Set(to.map((destination) => open(destination, writing))),
    ...branches.map((branch) => wire(branch, open, wiring)),
  ]
  const [end = open(STDOUT, writing), ...others] = ends
  const last = others.length > 0 ? broadcast(ends) : end
  return stages.reduceRight((target, planned) => {
    if (!meter) return start(planned, target, open, wiring)
    const next = meter.outOf(planned, target)
    return meter.into(planned, start(planned, next, open, wiring))
  }, last)
}
