// Makes stages of a plan from what a user types.

import type { Json, PlannedStage } from '../../src/plan/plan.ts'
import { stageNamed } from '../../src/plan/stages.ts'

/** Stages as flags: `head 2`. */
export function stages(...flags: string[]): PlannedStage[] {
  return flags.map((flag) => {
    const [name = ''] = flag.split(' ', 1)
    return { stage: name, argument: stageNamed(name).parse(flag.slice(name.length + 1)) as Json }
  })
}
