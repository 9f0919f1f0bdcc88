// --filter: keeps the records of which a field has a value.

import { fields, oneOf, text } from '../core/checks.ts'
import { filter as keep } from '../core/filter.ts'
import {
  compilePredicate,
  describePredicate,
  isExact,
  numberOf,
  OPERATORS,
  type Predicate,
  parsePredicate,
} from '../expression/predicate.ts'
import { columnsOf } from '../expression/program.ts'
import { Regex } from '../expression/regex.ts'
import { FIELD } from './arguments.ts'
import { sameTypes } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import { type Stage, sameColumns } from './stage.ts'

export const filter: Stage<Predicate> = {
  name: 'filter',
  argument: 'FIELD=VALUE',
  summary: 'keep records whose FIELD is VALUE; also != ~ < <= > >=, FIELD, !FIELD',
  details:
    '= and != compare text; <, <=, > and >= compare numbers, or texts that are not numbers by their code points; ~ ' +
    'matches a regular expression; FIELD alone holds if it exists and !FIELD if it does not. If a field repeats, ' +
    'the condition holds if it does for any of its values. VALUE is literal, ignoring surrounding white space.',
  example: "--filter 'direction=North Bound'",
  memory: 'O(1)',
  parse: parsePredicate,
  check: fields({ field: FIELD, operator: oneOf(OPERATORS), value: text }, {}),
  describe: describePredicate,
  columns: sameColumns,
  passes: passesAll,
  makesRecords: false,
  types: sameTypes,
  parts: () => 'alone',
  start: (predicate, target) => keep(compilePredicate(predicate), target),
  lower(predicate) {
    const condition = compilePredicate(predicate)
    const { field, operator, value } = predicate
    // the kernel compares numbers, and those that are exact
    const isHard = /[<>]/.test(operator) && !isExact(numberOf(value) ?? Number.NaN)
    if (operator === '~' || isHard) return [{ do: 'ask', columns: columnsOf([field]), condition }]
    return [{ do: 'test', field, operator, value }]
  },
  mayNeverEnd: ({ operator, value }) => operator === '~' && new Regex(value).mayNeverEnd,
}
