// Checks a plan that was made by hand against its type: errors name the place in the plan.

import {
  type Check,
  each,
  entries,
  fields,
  fromOne,
  kind,
  oneOf,
  text,
  truth,
} from '../core/checks.ts'
import { UsageError } from '../core/errors.ts'
import { engineFor } from '../engine/engine.ts'
import { checkMapping, MAPPING } from '../mapping/check-mapping.ts'
import { isNats } from '../nats/address.ts'
import { checkLenient, PARSING } from '../reading/check-options.ts'
import { SCALARS } from '../record/record.ts'
import { SQL_TYPES } from '../record/writing.ts'
import { checkRecords } from './check-records.ts'
import { checkStage } from './check-stage.ts'
import { checkWriting } from './check-writing.ts'
import type { Plan } from './plan.ts'

/** @throws UsageError when it is no plan, or one whose parts contradict each other. */
export function checkPlan(plan: unknown): asserts plan is Plan {
  PLAN(plan, 'plan')
  checkWriting((plan as Plan).pipeline)
  const { follow, inputs, mapping, namespaces, onError, maxErrors } = plan as Plan
  checkLenient(plan as Plan)
  checkRecords(plan as Plan)
  if (mapping) checkMapping(mapping, namespaces)
  if (onError !== undefined && onError !== 'stop' && engineFor(plan as Plan) !== 'kernel') {
    throw new UsageError('--on-error: only the engine kernel goes on after a fault, not sax')
  }
  if (maxErrors !== undefined && (onError ?? 'stop') === 'stop') {
    throw new UsageError('--max-errors: needs --on-error skip or --on-error quarantine=FILE')
  }
  if ((plan as Plan).untilDrained && !inputs.some(isNats)) {
    throw new UsageError(
      '--until-drained: expected a stream as input, as in nats://HOST/STREAM?consumer=NAME',
    )
  }
  if (follow && inputs.length > 1) {
    throw new UsageError('--follow: expected one file, found several')
  }
}

const pipeline: Check = (value, place) => PIPELINE(value, place) // it holds others

const QUARANTINE = fields({ quarantine: text }, {})
const WRITING = fields(
  {},
  {
    format: text,
    columns: each(text),
    maxColumns: fromOne,
    known: entries(oneOf([...SCALARS, 'json'])),
    types: entries(oneOf([...SCALARS, 'json'])),
    sql: entries(oneOf(SQL_TYPES)),
    guard: truth,
    header: truth,
    delimiter: text,
    bom: truth,
    root: text,
    element: text,
    prefixes: entries(text),
    rotate: fields({}, { records: fromOne, bytes: fromOne }),
    append: truth,
    files: fromOne,
  },
)
const PIPELINE = fields(
  { stages: each(checkStage) },
  { to: each(text), writing: WRITING, branches: each(pipeline) },
)
const PLAN = fields(
  { inputs: each(text), pipeline },
  {
    record: text,
    withName: text,
    withSource: text,
    onError: (value, place) => {
      if (typeof value === 'object') QUARANTINE(value, place)
      else oneOf(['stop', 'skip'])(value, place)
    },
    maxErrors: kind('a whole number', (value) => Number.isSafeInteger(value) && Number(value) >= 0),
    records: truth,
    follow: truth,
    untilDrained: truth,
    timeout: fromOne,
    mapping: MAPPING,
    ...PARSING,
    dtd: each(text),
  },
)
