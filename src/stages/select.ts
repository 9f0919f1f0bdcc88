// --select: keeps only some fields, under the names it is given.

import { UsageError } from '../core/errors.ts'
import { map } from '../core/map.ts'
import { type Field, parseField, valuesAt } from '../record/field.ts'
import { type Dictionary, set, type Value } from '../record/record.ts'
import type { Stage } from './stage.ts'

interface Column {
  name: string
  field: Field
}

export const select: Stage<Column[]> = {
  name: 'select',
  argument: 'FIELD,NAME=FIELD…',
  summary: 'keep only these fields, in this order; NAME=FIELD renames',
  details: 'A field that is missing stays missing; one that repeats becomes an array.',
  example: '--select id,who=author/name',
  memory: 'O(1)',
  parse: (text) => text.split(',').map((part) => parseColumn(part, text)),
  describe: (columns) =>
    columns
      .map(({ name, field }) => (name === field.join('/') ? name : `${name}=${field.join('/')}`))
      .join(', '),
  start: (columns, target) => map((record) => project(record, columns), target),
}

function parseColumn(part: string, text: string): Column {
  const equals = part.indexOf('=')
  const field = parseField(part.slice(equals + 1))
  const name = equals < 0 ? field.join('/') : part.slice(0, equals).trim()
  if (name === '')
    throw new UsageError(`select ${JSON.stringify(text)}: expected a name before "="`)
  return { name, field }
}

function project(record: Value, columns: Column[]): Value {
  const projection: Dictionary = {}
  for (const { name, field } of columns) {
    const values = valuesAt(record, field)
    if (values.length > 0)
      set(projection, name, values.length === 1 ? (values[0] as Value) : values)
  }
  return projection
}
