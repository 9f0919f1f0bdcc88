// --head: passes on the first records, then is done, and with it the reading.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Value } from '../record/record.ts'
import { parseCount, type Stage } from './stage.ts'

export const head: Stage<number> = {
  name: 'head',
  argument: 'N',
  summary: 'pass on the first N records, then stop reading',
  example: '--head 10',
  memory: 'O(1)',
  parse: (text) => parseCount('head', text),
  describe: String,
  start: coroutine(function* (count: number, target: Target<Value>): Receiver<Value> {
    for (let n = 0; n < count; n++) {
      const isLast = n === count - 1
      if (!target.send(yield) || isLast) return
    }
  }),
}
