// Holds a stage of a plan that was made by hand to what its flag would make: what is wrong is named by its place.

import { type Check, each, fields, fromOne, kind, oneOf, text, truth } from '../core/checks.ts'
import { UsageError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { compileValues } from '../expression/expression.ts'
import type { Operator } from '../expression/predicate.ts'
import type { PlannedStage } from './plan.ts'
import { STAGES } from './stages.ts'

const anything: Check = () => {}
const count = kind('a number of records', (value) => {
  return Number.isSafeInteger(value) && Number(value) >= 0
})
const nothing = kind('null', (value) => value === null || value === undefined)
const notEmpty = kind('a text', (value) => typeof value === 'string' && value !== '')
const field: Check = (value, place) => {
  kind('a field, as ["author", "name"]', (names) => Array.isArray(names) && names.length > 0)(
    value,
    place,
  )
  each(notEmpty)(value, place)
}
const columns = each(fields({ name: text, field }, {}))

const OPERATORS: Operator[] = ['exists', 'absent', '=', '!=', '~', '<', '<=', '>', '>=']

/** What stages take, as their flags make it. */
const ARGUMENTS: Record<string, Check> = {
  filter: fields({ field, operator: oneOf(OPERATORS), value: text }, {}),
  where: notEmpty,
  select: columns,
  drop: each(field),
  rename: columns,
  set: fields({ name: text, expression: text }, {}),
  'split-lines': each(field),
  explode: field,
  'map-js': notEmpty,
  head: count,
  skip: count,
  sample: fields({}, { rate: anything, count, seed: anything }),
  unique: fields({ fields: each(field) }, { within: count }),
  sort: fields({ by: each(fields({ field, descending: truth }, {})) }, { memory: fromOne }),
  top: fields({ count }, { by: each(field), ascending: truth }),
  count: nothing,
  'count-by': each(field),
  group: fields(
    { fields: each(field), aggregates: each(fields({ name: text, call: text }, { field })) },
    {},
  ),
  stats: nothing,
  tee: notEmpty,
}

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
  ARGUMENTS[name]?.(argument, `${place}.argument`)
  placed(`${place}.argument`, () => {
    stage.lower?.(argument)
    if (name === 'set') compileValues((argument as { expression: string }).expression)
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
