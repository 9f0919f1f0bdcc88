// --stats: replaces the records by one for each field that they have, which sums up its values.

import { StageError } from '../core/errors.ts'
import { Summary, SummaryPart, type SummaryState } from '../expression/summary.ts'
import { isDictionary, TEXT_KEY, type Value } from '../record/record.ts'
import { NOTHING } from './arguments.ts'
import { noTypes } from './column-types.ts'
import { gathered, type Part, type Whole } from './gathering.ts'
import { passesNone } from './passed-fields.ts'
import type { Stage } from './stage.ts'

const MOST = 10_000 // fields

export const stats: Stage<null> = {
  name: 'stats',
  summary: 'replace the records by a summary of each of their fields',
  details:
    'count is how many records have it, missing how many have not, values how often it stands there, numbers how many of ' +
    'them are numbers. min, max and mean are of the numbers, min and max of text if there is none. Beyond 1000 ' +
    'different values distinct is an estimate, within 1 to 2 %, beyond 2000 mostFrequent and times, which is never ' +
    'too high: then estimated is true. Of a text the first 100 characters are kept.',
  example: '--stats',
  memory: 'O(fields)',
  parse: () => null,
  check: NOTHING,
  describe: () => '',
  columns: () => Object.keys(new Summary().result('', 0)),
  passes: passesNone,
  makesRecords: true,
  types: noTypes,
  start: (_, target) => gathered(allOf(), target),
  parts: () => ({ part: someOf, whole: allOf }),
  sendsAtEnd: true,
}

interface FieldsState {
  records: number
  fields: [path: string, SummaryState][]
}

/** Finds the values of each field in records, of one path those of all that have it. */
class Fields<S extends Summary | SummaryPart> {
  readonly #make: () => S
  readonly summaries = new Map<string, S>()
  records = 0

  constructor(make: () => S) {
    this.#make = make
  }

  add(record: Value): void {
    if (record !== null) this.#walk('', record)
    this.records++
  }

  at(path: string): S {
    const known = this.summaries.get(path)
    if (known) return known
    if (this.summaries.size === MOST) {
      throw new StageError(`--stats: more than ${MOST} different fields`)
    }
    const made = this.#make()
    this.summaries.set(path, made)
    return made
  }

  #walk(path: string, value: Value): void {
    if (Array.isArray(value)) for (const item of value) this.#walk(path, item)
    else if (isDictionary(value)) {
      for (const name of Object.keys(value)) {
        this.#walk(path === '' ? name : `${path}/${name}`, value[name] as Value)
      }
    } else this.at(path || TEXT_KEY).add(value, this.records)
  }
}

function allOf(): Whole<FieldsState> {
  const all = new Fields(() => new Summary())
  return {
    add: (record) => all.add(record),
    merge({ records, fields }) {
      for (const [path, state] of fields) all.at(path).merge(state)
      all.records += records
    },
    *results() {
      for (const [path, summary] of all.summaries) yield summary.result(path, all.records)
    },
  }
}

function someOf(): Part<FieldsState> {
  const some = new Fields(() => new SummaryPart())
  return {
    add: (record) => some.add(record),
    state: () => ({
      records: some.records,
      fields: Array.from(some.summaries, ([path, part]) => [path, part.state()]),
    }),
  }
}
