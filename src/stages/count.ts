// --count: replaces the records by one, their number.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Value } from '../record/record.ts'
import { NOTHING } from './arguments.ts'
import { noTypes } from './column-types.ts'
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
  start: coroutine(function* (_: null, target: Target<Value>): Receiver<Value> {
    let n = 0
    try {
      while (true) {
        yield
        n++
      }
    } finally {
      target.send({ count: n })
    }
  }),
  lower: () => [{ do: 'count' }],
  sendsAtEnd: true,
}
