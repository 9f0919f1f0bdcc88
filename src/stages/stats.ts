// --stats: replaces the records by one for each field that they have, which sums up its values.

import { Summary, SummaryPart, type SummaryState } from '../expression/summary.ts'
import { NOTHING } from './arguments.ts'
import { noTypes } from './column-types.ts'
import { gathered, type Part, type Whole } from './gathering.ts'
import { passesNone } from './passed-fields.ts'
import type { Stage } from './stage.ts'
import { SummedFields } from './summed-fields.ts'

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
  takesLines: true,
  isFasterInOneThread: true,
}

interface FieldsState {
  records: number
  fields: [path: string, SummaryState][]
}

function allOf(): Whole<FieldsState> {
  const all = new SummedFields(() => new Summary(), false)
  return {
    add: (record) => all.add(record),
    addLines: (lines) => all.addLines(lines),
    merge({ records, fields }) {
      for (const [path, state] of fields) all.at(path).merge(state)
      all.records += records
    },
    *results() {
      for (const [path, summary] of all.summaries()) yield summary.result(path, all.records)
    },
  }
}

function someOf(): Part<FieldsState> {
  const some = new SummedFields(() => new SummaryPart(), true)
  return {
    add: (record) => some.add(record),
    addLines: (lines) => some.addLines(lines),
    state: () => ({
      records: some.records,
      fields: Array.from(some.summaries(), ([path, part]) => [path, part.state()]),
    }),
  }
}
