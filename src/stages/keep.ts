// Passes on the records for which a function answers true, and of rows those.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import type { Field } from '../record/field.ts'
import type { Value } from '../record/record.ts'
import { KnownRows, RowReader } from '../record/row-reader.ts'
import { Rows } from '../record/rows.ts'

/** What becomes of rows with the values of one before: the function is asked for each, or has the same answer, or they are left out. */
export type Again = 'asked' | 'the same' | 'left out'

const MOST_ASKED = 2000 // of values that are more, the next is hardly one that was asked about

/** Of rows the function is given these fields of each, in an object that is used again. */
export const keep: (
  isKept: (record: Value) => boolean,
  fields: readonly Field[],
  target: Target<Value>,
  again?: Again,
) => Target<Value> = coroutine(function* (
  isKept: (record: Value) => boolean,
  fields: readonly Field[],
  target: Target<Value | Rows>,
  again: Again = 'asked',
): Receiver<Value | Rows> {
  const reader = new RowReader(fields)
  const known = new KnownRows<boolean>()
  let left = again === 'asked' ? 0 : again === 'left out' ? Number.POSITIVE_INFINITY : MOST_ASKED
  let goesOn = true
  while (goesOn) {
    const item = yield
    if (item instanceof Rows) {
      const kept: number[] = []
      for (let row = 0; row < item.records; row++) {
        const bytes = left > 0 ? reader.bytes(item, row) : undefined
        const before = known.get(bytes)
        if (before ?? isKept(reader.record(item, row))) kept.push(row)
        if (before !== undefined) continue
        left--
        known.keep(bytes, again === 'the same' && kept.at(-1) === row)
      }
      if (kept.length > 0) {
        goesOn = target.send(kept.length < item.records ? item.only(kept) : item)
      }
    } else if (isKept(item)) goesOn = target.send(item)
  }
})
