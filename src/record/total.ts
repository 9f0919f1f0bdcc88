// Turns numbers of records, counted elsewhere, into the record that --count sends.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Value } from './record.ts'

/** Sends the sum of what it received when the input ends, or breaks. */
export const total: (target: Target<Value>) => Target<number> = coroutine(function* (
  target: Target<Value>,
): Receiver<number> {
  let count = 0
  try {
    while (true) count += yield
  } finally {
    target.send({ count })
  }
})
