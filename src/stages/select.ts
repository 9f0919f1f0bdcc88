// --select: keeps only some fields, under the names it is given.

import { UsageError } from '../core/errors.ts'
import { map } from '../core/map.ts'
import type { Column } from '../expression/program.ts'
import { type Field, parseField, valuesAt } from '../record/field.ts'
import { faultOfName } from '../record/field-name.ts'
import { type Dictionary, get, isDictionary, set, type Value } from '../record/record.ts'
import { COLUMNS } from './arguments.ts'
import { renamedTypes } from './column-types.ts'
import { passesAs } from './passed-fields.ts'
import type { Stage } from './stage.ts'

export const select: Stage<Column[]> = {
  name: 'select',
  argument: 'FIELD,NAME=FIELD…',
  summary: 'keep only these fields, in this order; NAME=FIELD renames',
  details: 'A field that is missing stays missing; one that repeats becomes an array.',
  example: '--select id,who=author/name',
  memory: 'O(1)',
  parse: (text) => check(text.split(',').map(parseColumn)),
  check: COLUMNS,
  describe: (columns) =>
    columns
      .map(({ name, field }) => (name === field.join('/') ? name : `${name}=${field.join('/')}`))
      .join(', '),
  columns: (columns) => columns.map(({ name }) => name),
  passes: passesAs,
  makesRecords: false,
  types: renamedTypes,
  parts: () => 'alone',
  keeping: (columns, name) => [...columns, { name, field: [name] }],
  start(columns, target) {
    check(columns)
    return map((record: Value) => project(record, columns), target)
  },
  lower: (columns) => [{ do: 'select', columns: check(columns) }],
}

function parseColumn(text: string): Column {
  const equals = text.indexOf('=')
  const field = parseField(text.slice(equals + 1))
  return { name: equals < 0 ? field.join('/') : text.slice(0, equals).trim(), field }
}

function check(columns: Column[]): Column[] {
  const names = new Set<string>()
  for (const { name } of columns) {
    const fault =
      faultOfName(name) ??
      (names.has(name) ? `name given twice: ${JSON.stringify(name)}` : undefined)
    if (fault) throw new UsageError(`--select: ${fault}`)
    names.add(name)
  }
  return columns
}

function project(record: Value, columns: Column[]): Value {
  const projection: Dictionary = {}
  for (const { name, field } of columns) {
    const values = valuesAt(record, field)
    if (values.length === 0) continue
    const isOne = values.length === 1 && !isListed(record, field)
    set(projection, name, isOne ? (values[0] as Value) : values)
  }
  return projection
}

/** Whether the only value at a field is in an array of one, as a mapping makes it. */
function isListed(value: Value, field: Field, from = 0): boolean {
  if (Array.isArray(value)) return value.length === 1
  const name = field[from]
  const inner = name !== undefined && isDictionary(value) ? get(value, name) : undefined
  return inner !== undefined && isListed(inner, field, from + 1)
}
