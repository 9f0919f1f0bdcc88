// Puts the columns of a selection together after the record, from the values that were captured.

import { COLUMNS, output } from '../bytes/memory'
import { Output } from '../bytes/output'
import { COLUMN_AT_KEY, COLUMN_AT_KEY_LENGTH, COLUMN_AT_NODE, COLUMN_SIZE } from '../layout'
import { grantScratch } from '../markup/room'
import { CAPTURE_SIZE, CaptureAt, Captures, captures } from './captures'
import { copyMostlyShort, copyShort } from './copy'

@final export class Composed {
  static length: usize = 0
}

/** Writes `{"name":value,…}` of some columns after the record; answers its end. */
export function compose(at: usize, columns: u32, columnsEnd: u32): usize {
  const moved = grantScratch(at, sizeOf(columns, columnsEnd))
  Output.end += moved
  let to = at + moved
  const from = to
  store<u8>(to++, 0x7b)
  for (let column = columns; column < columnsEnd; column++) {
    const entry = COLUMNS + <usize>column * COLUMN_SIZE
    const node = load<u32>(entry, COLUMN_AT_NODE)
    const keyLength = load<u32>(entry, COLUMN_AT_KEY_LENGTH)
    const start = to + keyLength
    let end = start
    let count = 0
    for (let capture = captures.from; capture < Captures.end; capture += CAPTURE_SIZE) {
      if (load<u32>(capture) != node) continue
      if (count == 1) {
        memory.copy(start + 1, start, end - start)
        store<u8>(start, 0x5b)
        end++
      }
      if (count) store<u8>(end++, 0x2c)
      else copyShort(to, load<u32>(entry, COLUMN_AT_KEY), keyLength)
      const length = load<u32>(capture, CaptureAt.LENGTH)
      end = copyMostlyShort(end, output.from + load<u32>(capture, CaptureAt.FROM), length)
      count++
    }
    if (!count) continue
    if (count > 1) store<u8>(end++, 0x5d)
    store<u8>(end++, 0x2c)
    to = end
  }
  if (to == from + 1) to++ // {}
  store<u8>(to - 1, 0x7d)
  Composed.length = to - from
  return to
}

/** How long some columns are, as a line, at most. */
function sizeOf(columns: u32, columnsEnd: u32): u64 {
  let size: u64 = 2
  for (let column = columns; column < columnsEnd; column++) {
    const entry = COLUMNS + <usize>column * COLUMN_SIZE
    const node = load<u32>(entry, COLUMN_AT_NODE)
    size += load<u32>(entry, COLUMN_AT_KEY_LENGTH) + 3 // "name":[…],
    for (let capture = captures.from; capture < Captures.end; capture += CAPTURE_SIZE) {
      if (load<u32>(capture) == node) size += load<u32>(capture, CaptureAt.LENGTH) + 1
    }
  }
  return size
}
