// Finds the front of a pipeline whose records come as lines of JSON: the first stages for as long as they pass on records
// as they came, so that a line that reaches a sink of lines is the line that was read.

import type { Calls } from '../expression/calls.ts'
import { columnsOf, fieldsRead } from '../expression/program.ts'
import type { StageStep } from '../stages/stage.ts'
import type { Pipeline, Plan, PlannedStage } from './plan.ts'
import { type Front, NOTHING } from './pushdown.ts'
import { conditionOf } from './stage-condition.ts'
import { stageNamed } from './stages.ts'

/** Its steps are `ask`, `skip`, `head` and `lines`; a condition is that of the stage itself, on whole records. */
export function lineFrontFor(
  { pipeline, withSource }: Pick<Plan, 'pipeline' | 'withSource'>,
  calls?: Calls,
): Front {
  if (withSource === undefined) return frontOf(pipeline, calls)
  const { stages } = frontOf(pipeline, calls)
  const end = stages.findIndex((steps) => !steps.every(isCounting))
  return { ...NOTHING, stages: end < 0 ? stages : stages.slice(0, end) }
}

/** A field that is added to records after them makes no difference to these. */
function isCounting(step: StageStep): boolean {
  return step.do === 'skip' || step.do === 'head'
}

function frontOf({ stages, branches = [] }: Pipeline, calls?: Calls): Front {
  const front: Front = { ...NOTHING, stages: [] }
  for (const planned of stages) {
    const steps = stepsOf(planned, calls)
    if (!steps) return { ...front, narrowing: narrowingOf(planned) }
    front.stages.push(steps)
    if (steps.some((step) => step.do === 'count')) return { ...front, leaves: 'count' }
  }
  return { ...front, leaves: 'lines', branches: branches.map((branch) => frontOf(branch, calls)) }
}

function stepsOf(planned: PlannedStage, calls?: Calls): StageStep[] | undefined {
  const steps = stageNamed(planned.stage).lower?.(planned.argument)
  if (!steps || steps.some((step) => step.do === 'select' || step.do === 'edit')) return undefined
  const isCondition = steps.every((step) => step.do === 'test' || step.do === 'ask')
  return isCondition ? [{ ...conditionOf(planned, steps, calls), ...needed(steps) }] : steps
}

/** What the stage reads of a record, where it passes on nothing else. */
function narrowingOf({ stage, argument }: PlannedStage): StageStep[] {
  const { fields, lower } = stageNamed(stage)
  const read = fields?.(argument) ?? (lower?.(argument) ?? []).flatMap(fieldsRead)
  return fields || read.length > 0 ? [{ do: 'select', columns: columnsOf(read) }] : []
}

/** The text without which one of the conditions, all of which are to hold, does not. */
function needed(steps: StageStep[]): { needs?: string } {
  for (const step of steps) {
    const isEqual = step.do === 'test' && step.operator === '='
    if (isEqual && !/^(?:|true|false)$/.test(step.value)) return { needs: step.value }
  }
  return {}
}
