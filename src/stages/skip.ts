// --skip: leaves out the first records.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Value } from '../record/record.ts'
import { COUNT } from './arguments.ts'
import { sameTypes } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import { checkCount, parseCount, type Stage, sameColumns } from './stage.ts'

export const skip: Stage<number> = {
  name: 'skip',
  argument: 'N',
  summary: 'leave out the first N records',
  example: '--skip 1000',
  memory: 'O(1)',
  parse: (text) => parseCount('skip', text),
  check: COUNT,
  describe: String,
  columns: sameColumns,
  passes: passesAll,
  makesRecords: false,
  types: sameTypes,
  parts: () => 'in order',
  start: (count, target) => rest(checkCount('skip', count), target),
  lower: (count) => [{ do: 'skip', count: checkCount('skip', count) }],
}

const rest = coroutine(function* (count: number, target: Target<Value>): Receiver<Value> {
  for (let n = 0; n < count; n++) yield
  while (target.send(yield));
})
