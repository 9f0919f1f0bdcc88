// Passes on the records for which a function answers true, and of rows those.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Field } from '../record/field.ts'
import type { Value } from '../record/record.ts'
import { KnownRows, RowReader, Rows } from '../record/rows.ts'

/**
 * Of rows the function is given these fields of each, in an object that is used again; if `isOnce`, not once more for values
 * that it was asked about: these are not passed on again.
 */
export const keep: (
  isKept: (record: Value) => boolean,
  fields: readonly Field[],
  target: Target<Value>,
  isOnce?: boolean,
) => Target<Value> = coroutine(function* (
  isKept: (record: Value) => boolean,
  fields: readonly Field[],
  target: Target<Value | Rows>,
  isOnce = false,
): Receiver<Value | Rows> {
  const reader = new RowReader(fields)
  const known = new KnownRows<true>()
  let goesOn = true
  while (goesOn) {
    const item = yield
    if (item instanceof Rows) {
      const kept: number[] = []
      for (let row = 0; row < item.records; row++) {
        const bytes = isOnce ? reader.bytes(item, row) : undefined
        if (known.get(bytes)) continue
        if (isKept(reader.record(item, row))) kept.push(row)
        known.keep(bytes, true)
      }
      if (kept.length > 0) {
        goesOn = target.send(kept.length < item.records ? item.only(kept) : item)
      }
    } else if (isKept(item)) goesOn = target.send(item)
  }
})
