// --count-by: replaces the records by one for each value of a field, the most frequent first.

import { UsageError } from '../core/errors.ts'
import { combinationsOf, type Field, fieldNames } from '../record/field.ts'
import { type Dictionary, set, type Value } from '../record/record.ts'
import { KnownRows, RowReader } from '../record/row-reader.ts'
import type { Rows } from '../record/rows.ts'
import { FIELDS } from './arguments.ts'
import { typesOf } from './column-types.ts'
import { gathered, type Part, type Whole } from './gathering.ts'
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
  start: (fields, target) => gathered(new Counts(fields), target),
  parts: (fields) => ({ part: () => new Counts(fields), whole: () => new Counts(fields) }),
  fields: (fields) => fields,
  sendsAtEnd: true,
}

/** Texts of the fields as JSON, in the order in which they were met, a line each, and how often. */
interface CountsState {
  keys: string
  counts: Float64Array
}

interface Group {
  key: string
  count: number
}

class Counts implements Part<CountsState>, Whole<CountsState> {
  readonly #fields: Field[]
  readonly #groups = new Map<string, Group>()
  readonly #reader: RowReader
  readonly #known = new KnownRows<Group>()

  constructor(fields: Field[]) {
    this.#fields = fields
    this.#reader = new RowReader(fields)
  }

  add(record: Value): void {
    for (const values of combinationsOf(record, this.#fields))
      this.#count(JSON.stringify(values), 1)
  }

  addRows(rows: Rows): void {
    const { records } = rows
    for (let row = 0; row < records; row++) {
      const bytes = this.#reader.bytes(rows, row)
      const known = this.#known.get(bytes)
      if (known) known.count++
      else if (bytes === undefined) this.add(this.#reader.record(rows, row))
      else {
        const [values] = combinationsOf(this.#reader.record(rows, row), this.#fields)
        this.#known.keep(bytes, this.#count(JSON.stringify(values), 1))
      }
    }
  }

  state(): CountsState {
    const counts = Float64Array.from(this.#groups.values(), ({ count }) => count)
    return { keys: [...this.#groups.keys()].join('\n'), counts }
  }

  merge({ keys, counts }: CountsState): void {
    const lines = keys.split('\n')
    for (const [i, times] of counts.entries()) this.#count(lines[i] as string, times)
  }

  *results(): Generator<Value, void> {
    for (const { key, count } of [...this.#groups.values()].sort((a, b) => b.count - a.count)) {
      const values: Value[] = JSON.parse(key)
      const record: Dictionary = {}
      for (const [i, field] of this.#fields.entries()) {
        set(record, field.join('/'), values[i] ?? null)
      }
      set(record, 'count', count)
      yield record
    }
  }

  #count(key: string, times: number): Group {
    const group = this.#groups.get(key) ?? { key, count: 0 }
    if (group.count === 0) this.#groups.set(key, group)
    group.count += times
    return group
  }
}
