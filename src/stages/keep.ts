// Passes on the records for which a function answers true, and of rows those.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Field } from '../record/field.ts'
import type { Value } from '../record/record.ts'
import { RowReader, Rows } from '../record/rows.ts'

/** Of rows the function is given these fields of each, in an object that is used again. */
export const keep: (
  isKept: (record: Value) => boolean,
  fields: readonly Field[],
  target: Target<Value>,
) => Target<Value> = coroutine(function* (
  isKept: (record: Value) => boolean,
  fields: readonly Field[],
  target: Target<Value | Rows>,
): Receiver<Value | Rows> {
  const reader = new RowReader(fields)
  let goesOn = true
  while (goesOn) {
    const item = yield
    if (item instanceof Rows) {
      const kept: number[] = []
      for (let row = 0; row < item.records; row++) {
        if (isKept(reader.record(item, row))) kept.push(row)
      }
      if (kept.length > 0) {
        goesOn = target.send(kept.length < item.records ? item.only(kept) : item)
      }
    } else if (isKept(item)) goesOn = target.send(item)
  }
})
