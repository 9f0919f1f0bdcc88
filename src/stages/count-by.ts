// --count-by: replaces the records by one for each value of a field, the most frequent first.

import { coroutine, MORE, type Receiver, type Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import { combinationsOf, type Field, fieldNames } from '../record/field.ts'
import { type Dictionary, set, type Value } from '../record/record.ts'
import { FIELDS } from './arguments.ts'
import { typesOf } from './column-types.ts'
import { passesNone } from './passed-fields.ts'
import { parseFields, type Stage } from './stage.ts'

export const countBy: Stage<Field[]> = {
  name: 'count-by',
  argument: 'FIELD,…',
  summary: 'replace the records by how often each value occurs',
  details:
    'One {"FIELD":…,"count":N} for each value, or combination of values of several fields, the most frequent ' +
    'first. A missing field counts as null; a record whose field repeats counts once for each value.',
  example: '--count-by route,direction',
  memory: 'O(distinct values)',
  parse(text) {
    const fields = parseFields('count-by', text)
    if (fieldNames(fields).includes('count')) {
      throw new UsageError(
        '--count-by count: the number needs that name; try --select n=count --count-by n',
      )
    }
    return fields
  },
  check: FIELDS,
  describe: (fields) => fieldNames(fields).join(', '),
  columns: (fields) => [...fieldNames(fields), 'count'],
  passes: passesNone,
  makesRecords: true,
  types: (fields, before) => new Map([...typesOf(fields, before), ['count', 'integer']]),
  start: coroutine(function* (fields: Field[], target: Target<Value>): Receiver<Value> {
    const groups = new Map<string, { values: Value[]; count: number }>()
    try {
      while (true) {
        const record = yield
        for (const values of combinationsOf(record, fields)) {
          const key = JSON.stringify(values)
          const group = groups.get(key)
          if (group) group.count++
          else groups.set(key, { values, count: 1 })
        }
      }
    } finally {
      for (const { values, count } of [...groups.values()].sort((a, b) => b.count - a.count)) {
        yield MORE
        const record: Dictionary = {}
        for (const [i, field] of fields.entries()) set(record, field.join('/'), values[i] ?? null)
        set(record, 'count', count)
        if (!target.send(record)) break
      }
    }
  }),
  fields: (fields) => fields,
  sendsAtEnd: true,
}
