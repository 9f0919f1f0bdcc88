// --head: passes on the first records, then is done, and with it the reading.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Value } from '../record/record.ts'
import { COUNT } from './arguments.ts'
import { sameTypes } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import { checkCount, parseCount, type Stage, sameColumns } from './stage.ts'

export const head: Stage<number> = {
  name: 'head',
  argument: 'N',
  summary: 'pass on the first N records, then stop reading',
  example: '--head 10',
  memory: 'O(1)',
  parse: (text) => parseCount('head', text),
  check: COUNT,
  describe: String,
  columns: sameColumns,
  passes: passesAll,
  makesRecords: false,
  types: sameTypes,
  parts: () => 'again',
  start: (count, target) => first(checkCount('head', count), target),
  lower: (count) => [{ do: 'head', count: checkCount('head', count) }],
}

const first = coroutine(function* (count: number, target: Target<Value>): Receiver<Value> {
  for (let n = 0; n < count; n++) if (!target.send(yield)) return
})
