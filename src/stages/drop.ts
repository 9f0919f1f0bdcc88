// --drop: removes fields.

import { map } from '../core/map.ts'
import { type Field, fieldNames, isName, parseField, without } from '../record/field.ts'
import type { Value } from '../record/record.ts'
import { FIELDS } from './arguments.ts'
import { sameTypes } from './column-types.ts'
import { isWithin } from './passed-fields.ts'
import type { Columns, Stage } from './stage.ts'

export const drop: Stage<Field[]> = {
  name: 'drop',
  argument: 'FIELD,…',
  summary: 'remove these fields',
  example: '--drop revision/text,@xml:space',
  memory: 'O(1)',
  parse: (text) => text.split(',').map(parseField),
  check: FIELDS,
  describe: (fields) => fields.map((field) => field.join('/')).join(', '),
  columns: (fields, before) => fields.reduce(leftBeside, before),
  passes: (dropped, field) => (dropped.some((each) => isWithin(field, each)) ? [] : [field]),
  makesRecords: false,
  types: sameTypes,
  parts: () => 'alone',
  start: (fields, target) => map((record: Value) => withoutAll(record, fields), target),
  lower(fields) {
    if (!fields.every(isName)) return undefined
    const apply = (record: Value) => withoutAll(record, fields)
    return [{ do: 'edit', changes: [{ drop: fieldNames(fields) }], apply }]
  },
}

function withoutAll(record: Value, fields: Field[]): Value {
  return fields.reduce((rest, field) => without(rest, field), record)
}

/** A path leads into the field of its first name, or is the name that --select has given one. */
function leftBeside(before: Columns, field: Field): Columns {
  const isInside = field.length > 1 && before?.includes(field[0] as string)
  return isInside ? before : before?.filter((name) => name !== field.join('/'))
}
