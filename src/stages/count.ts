// --count: replaces the records by one, their number.

import { NOTHING } from './arguments.ts'
import { noTypes } from './column-types.ts'
import { type Gathering, gathered, type Part, type Whole } from './gathering.ts'
import { passesNone } from './passed-fields.ts'
import type { Stage } from './stage.ts'

export const count: Stage<null> = {
  name: 'count',
  summary: 'replace the records by their number, {"count":N}',
  example: '--filter route=22 --count',
  memory: 'O(1)',
  parse: () => null,
  check: NOTHING,
  describe: () => '',
  columns: () => ['count'],
  passes: passesNone,
  makesRecords: true,
  types: noTypes,
  start: (_, target) => gathered(counting.whole(), target),
  parts: () => counting,
  lower: () => [{ do: 'count' }],
  sendsAtEnd: true,
}

const counting: Gathering<number> = { part: counter, whole: counter }

function counter(): Part<number> & Whole<number> {
  let count = 0
  return {
    add() {
      count++
    },
    state: () => count,
    merge(more) {
      count += more
    },
    results: () => [{ count }],
  }
}
