// --split-lines: turns a text of several lines into an array of them.

import { map } from '../core/map.ts'
import { type Field, parseField } from '../record/field.ts'
import { get, isDictionary, set, TEXT_KEY, trimmed, type Value } from '../record/record.ts'
import { FIELDS } from './arguments.ts'
import { typesWithout } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import { type Stage, sameColumns } from './stage.ts'

export const splitLines: Stage<Field[]> = {
  name: 'split-lines',
  argument: 'FIELD,…',
  summary: 'turn text of several lines into an array of its lines',
  details:
    'White space around a line is left out, and so is a line that is nothing else. A text of one line stays a ' +
    'text; the lines of a field that repeats become one array. --explode FIELD after it makes a record of ' +
    'each line.',
  example: '--split-lines system-out --explode system-out',
  memory: 'O(1)',
  parse: (text) => text.split(',').map(parseField),
  check: FIELDS,
  describe: (fields) => fields.map((field) => field.join('/')).join(', '),
  columns: sameColumns,
  passes: passesAll,
  makesRecords: false,
  types: typesWithout,
  parts: () => 'alone',
  start: (fields, target) =>
    map((record: Value) => fields.reduce((rest, field) => split(rest, field), record), target),
}

/** The value with the texts at `field` split, as a copy where it changes. */
function split(value: Value, field: Field): Value {
  const [name, ...rest] = field
  if (name === undefined) return linesIn(value)
  if (Array.isArray(value)) return value.map((item) => split(item, field))
  if (!isDictionary(value)) {
    // an element with only text is that text
    return name === TEXT_KEY && rest.length === 0 ? linesIn(value) : value
  }
  const entry = get(value, name)
  if (entry === undefined) {
    // a stage before may have made a field of that path, as --select author/name does
    const path = field.join('/')
    return rest.length > 0 && get(value, path) !== undefined ? split(value, [path]) : value
  }
  const lines = split(entry, rest)
  if (lines === entry) return value
  const changed = { ...value }
  set(changed, name, lines)
  return changed
}

function linesIn(value: Value): Value {
  if (Array.isArray(value)) {
    const lines = value.flatMap(linesIn)
    return lines.length === value.length && lines.every((line, i) => line === value[i])
      ? value
      : lines
  }
  if (typeof value !== 'string' || !/[\r\n]/.test(value)) return value
  const [first = null, ...others] = value
    .split(/[\r\n]+/)
    .map(trimmed)
    .filter(Boolean)
  return others.length > 0 ? [first, ...others] : first
}
