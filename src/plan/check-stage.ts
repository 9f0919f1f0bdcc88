// Checks a stage of a plan that was made by hand as strictly as its flag does: errors name the place in the plan.

import { anything, type Check, fields, kind, text } from '../core/checks.ts'
import { UsageError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import type { PlannedStage } from './plan.ts'
import { STAGES } from './stages.ts'

/** @throws UsageError for a stage that there is not, or one whose flag would not make this of it. */
export const checkStage: Check = (value, place) => {
  STAGE(value, place)
  const { stage: name, argument } = value as PlannedStage
  const stage = STAGES.find((each) => each.name === name)
  if (!stage) throw unknown(name, `${place}.stage`)
  const isItsOwn = kind(`what ${name} takes`, () => {
    return placed(`${place}.argument`, () => typeof stage.describe(argument) === 'string')
  })
  isItsOwn(argument, `${place}.argument`)
  stage.check(argument, `${place}.argument`)
  placed(`${place}.argument`, () => {
    stage.lower?.(argument)
    stage.mayNeverEnd?.(argument) // reads its expression
    return true
  })
}

/** What a look at an argument answers, with its errors at the place; false for one of another shape. */
function placed(place: string, look: () => boolean): boolean {
  try {
    return look()
  } catch (error) {
    if (!(error instanceof UsageError)) return false
    throw new UsageError(`${place}: ${error.fact}`, error.excerpt)
  }
}

const STAGE = fields({ stage: text }, { argument: anything })

function unknown(name: string, place: string): UsageError {
  const near = nearest(
    name,
    STAGES.map((stage) => stage.name),
  )
  const meant = near === undefined ? '' : `, did you mean "${near}"?`
  return new UsageError(`${place}: unknown stage ${JSON.stringify(name)}${meant}`)
}
