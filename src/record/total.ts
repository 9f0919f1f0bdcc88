// Turns numbers of records, counted elsewhere, into the record that --count sends.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Value } from './record.ts'

/** Sends the sum of what it received when the input ends, or breaks; `sum` has it until then. */
export const total: (target: Target<Value>, sum?: { count: number }) => Target<number> = coroutine(
  function* (target: Target<Value>, sum = { count: 0 }): Receiver<number> {
    try {
      while (true) sum.count += yield
    } finally {
      target.send({ count: sum.count })
    }
  },
)
