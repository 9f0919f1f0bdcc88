// --unique: passes on the first record of each value.

import { fields } from '../core/checks.ts'
import { UsageError } from '../core/errors.ts'
import { combinationsOf, type Field, fieldNames } from '../record/field.ts'
import type { Value } from '../record/record.ts'
import { HashSet } from '../sketch/hash-set.ts'
import { LastTexts } from '../sketch/last-texts.ts'
import { COUNT, FIELDS } from './arguments.ts'
import { sameTypes } from './column-types.ts'
import { keep } from './keep.ts'
import { passesAll } from './passed-fields.ts'
import { checkCount, parseCount, parseFields, type Stage, sameColumns } from './stage.ts'

export interface Uniqueness {
  fields: Field[]
  /** How many values to remember; all if not given. */
  within?: number
}

export const unique: Stage<Uniqueness> = {
  name: 'unique',
  argument: 'FIELD,…',
  summary: 'pass on the first record of each value, or combination of values',
  details:
    'A missing field is a value as any other. A record whose field repeats is passed on if one of its values is new. ' +
    'Values are compared as text and remembered by 96 bits of a hash, some 25 bytes each: that two of 100 million ' +
    'are taken for one happens less than once in a million million runs.',
  example: '--unique route,direction',
  memory: 'O(distinct values)',
  parse: (text) => ({ fields: parseFields('unique', text) }),
  modifiers: [
    {
      name: 'within',
      argument: 'N',
      summary: 'let --unique remember only N values, those met last',
      details:
        'Values that were met before are not met again: the one known longest is forgotten. It holds O(N), and a value that comes back later is passed on again.',
      example: '--unique id --within 100000',
      add: (uniqueness, text) => ({
        ...uniqueness,
        within: checkWithin(parseCount('within', text)),
      }),
    },
  ],
  check: fields({ fields: FIELDS }, { within: COUNT }),
  describe: ({ fields, within }) =>
    fieldNames(fields).join(', ') + (within === undefined ? '' : ` within ${checkWithin(within)}`),
  columns: sameColumns,
  passes: passesAll,
  makesRecords: false,
  types: sameTypes,
  isFasterInOneThread: true,
  parts: ({ within }) => (within === undefined ? 'again' : 'in order'),
  start({ fields, within }, target) {
    const seen = within === undefined ? new HashSet() : new LastTexts(checkWithin(within))
    const isNew = (record: Value) => {
      let found = false
      for (const values of combinationsOf(record, fields)) {
        if (seen.add(JSON.stringify(values))) found = true
      }
      return found
    }
    return keep(isNew, fields, target, within === undefined ? 'left out' : 'asked')
  },
  reads: ({ fields }) => fields,
}

function checkWithin(argument: unknown): number {
  const count = checkCount('within', argument)
  if (count > 0) return count
  throw new UsageError('--within: expected a number from 1, found 0')
}
