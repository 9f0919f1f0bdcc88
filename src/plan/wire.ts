// Turns the pipeline of a plan into coroutines, from its ends to its beginning.

import { broadcast } from '../core/broadcast.ts'
import type { Target } from '../core/coroutine.ts'
import type { Value } from '../record/record.ts'
import type { OpenSink } from '../stages/stage.ts'
import { type Pipeline, STDOUT } from './plan.ts'
import { stageNamed } from './stages.ts'

export function wire(
  { stages, to = [], writing, branches = [] }: Pipeline,
  open: OpenSink,
): Target<Value> {
  const ends = [
    ...new Set(to.map((destination) => open(destination, writing))),
    ...branches.map((branch) => wire(branch, open)),
  ]
  const [end = open(STDOUT, writing), ...others] = ends
  const last = others.length > 0 ? broadcast(ends) : end
  return stages.reduceRight(
    (target, { stage, argument }) => stageNamed(stage).start(argument, target, open),
    last,
  )
}
