// Finds out whether a pipeline has a stage that may never be done with a record.

import type { Pipeline } from './plan.ts'
import { stageNamed } from './stages.ts'

export function mayNeverEnd({ stages, branches = [] }: Pipeline): boolean {
  const isEndless = stages.some(({ stage, argument }) => stageNamed(stage).mayNeverEnd?.(argument))
  return isEndless || branches.some(mayNeverEnd)
}
