// --explode: makes one record for each value of a field that repeats.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { type Field, parseField, without } from '../record/field.ts'
import type { Lines } from '../record/lines.ts'
import { get, isDictionary, set, type Value } from '../record/record.ts'
import { Rows } from '../record/rows.ts'
import { FIELD } from './arguments.ts'
import { typesWithout } from './column-types.ts'
import { ExplodeLines } from './explode-lines.ts'
import { type Stage, sameColumns } from './stage.ts'

export const explode: Stage<Field> = {
  name: 'explode',
  argument: 'FIELD',
  summary: 'one record for each value of FIELD, with all else as it was',
  details:
    'A record with one value or none passes as it is; --filter FIELD before it leaves out those with none. On ' +
    'the way to FIELD arrays are taken apart too: after --explode author/name a record has one author.',
  example: '--explode author --count-by author/name',
  memory: 'O(1)',
  parse: parseField,
  check: FIELD,
  describe: (field) => field.join('/'),
  columns: sameColumns,
  passes: (exploded, field) => (`${exploded}` === `${field}` ? [] : [field]), // it is no array any more
  makesRecords: false,
  types: (field, before) => typesWithout([field], before),
  parts: () => 'alone',
  start: (field, target) => exploding(field, target),
  reads: ([name = '']) => [[name]],
  spreads: true,
}

const exploding: (field: Field, target: Target<Value>) => Target<Value> = coroutine(function* (
  field: Field,
  target: Target<Value | Rows | Lines>,
): Receiver<Value | Rows> {
  const lines = new ExplodeLines(field, (record) => apart(record, field))
  while (true) {
    const item = yield
    if (item instanceof Rows) {
      if (!target.send(lines.of(item))) return
    } else for (const record of apart(item, field)) if (!target.send(record)) return
  }
})

/** The value once for each value at `field`, itself if there is no array on the way. */
function apart(value: Value, field: Field): Value[] {
  if (Array.isArray(value)) return value.flatMap((item) => apart(item, field))
  const [name, ...rest] = field
  if (name === undefined || !isDictionary(value)) return [value]
  const entry = get(value, name)
  if (entry === undefined) {
    // a stage before may have made a field of that path, as --select author/name does
    const path = field.join('/')
    return rest.length > 0 && get(value, path) !== undefined ? apart(value, [path]) : [value]
  }
  const entries = apart(entry, rest)
  if (entries.length === 0) return [without(value, [name])]
  if (entries[0] === entry) return [value]
  return entries.map((each) => {
    const one = { ...value }
    set(one, name, each)
    return one
  })
}
