// --tail: passes on the last records, in their order.

import { coroutine, MORE, type Receiver, type Target } from '../core/coroutine.ts'
import type { Value } from '../record/record.ts'
import { COUNT } from './arguments.ts'
import { sameTypes } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import { checkCount, parseCount, type Stage, sameColumns } from './stage.ts'

export const tail: Stage<number> = {
  name: 'tail',
  argument: 'N',
  summary: 'pass on the last N records, when the input has ended',
  example: '--tail 10',
  memory: 'O(N)',
  parse: (text) => parseCount('tail', text),
  check: COUNT,
  describe: String,
  columns: sameColumns,
  passes: passesAll,
  makesRecords: false,
  types: sameTypes,
  parts: () => 'again',
  start: (count, target) => last(checkCount('tail', count), target),
  sendsAtEnd: true,
}

/** A ring: the next record takes the place of the oldest. */
const last = coroutine(function* (count: number, target: Target<Value>): Receiver<Value> {
  const ring: Value[] = []
  let oldest = 0
  try {
    while (count > 0) {
      const record = yield
      if (ring.length < count) ring.push(record)
      else {
        ring[oldest] = record
        oldest = (oldest + 1) % count
      }
    }
  } finally {
    for (let n = 0; n < ring.length; n++) {
      yield MORE
      if (!target.send(ring[(oldest + n) % ring.length] as Value)) break
    }
  }
})
