// Turns the pipeline of a plan into coroutines, from its ends to its beginning.

import { broadcast } from '../core/broadcast.ts'
import type { Target } from '../core/coroutine.ts'
import type { Calls } from '../expression/calls.ts'
import type { Value } from '../record/record.ts'
import type { OpenSink } from '../stages/stage.ts'
import type { StepWatch } from './meter.ts'
import { type Pipeline, STDOUT } from './plan.ts'
import { stageNamed } from './stages.ts'

export function wire(
  { stages, to = [], writing, branches = [] }: Pipeline,
  open: OpenSink,
  meter?: StepWatch,
  calls?: Calls,
): Target<Value> {
  const ends = [
    ...new Set(to.map((destination) => open(destination, writing))),
    ...branches.map((branch) => wire(branch, open, meter, calls)),
  ]
  const [end = open(STDOUT, writing), ...others] = ends
  const last = others.length > 0 ? broadcast(ends) : end
  return stages.reduceRight((target, planned) => {
    const { start } = stageNamed(planned.stage)
    if (!meter) return start(planned.argument, target, open, calls)
    const next = meter.outOf(planned, target)
    return meter.into(planned, start(planned.argument, next, open, calls))
  }, last)
}
