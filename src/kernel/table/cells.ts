// Puts the cells of records into a table, a row each: where every value stands, and in which form. What is made of a
// column is made of all its rows at once.

import {
  CELL_AT_FORM, CELL_AT_FROM, CELL_AT_LENGTH, CELL_SIZE, ENTRY_AT_FORM, ENTRY_SIZE, FORM_BITS, FORM_ESCAPED, FORM_JSON,
  FORM_NONE, LETS_PASS, VALUE_SIZE,
} from './layout'
import { how, QUOTE, values } from './walk'
import { charactersOf, sizeOf } from './size'

let cells: usize = 0
let cellsEnd: usize = 0
/** Whether all texts are ASCII. */
let areAscii: bool = false

export function setCells(from: usize, to: usize): void {
  cells = from
  cellsEnd = to
}

/** How many bytes of the table a row takes. */
@inline export function rowSize(): usize {
  return (cellsEnd - cells) / CELL_SIZE * ENTRY_SIZE
}

/** Looks whether lines have characters that are not ASCII. */
export function lookAt(from: usize, end: usize): void {
  let found = i8x16.splat(0)
  let p = from
  for (; p + 16 <= end; p += 16) found = v128.or(found, v128.load(p))
  areAscii = i8x16.bitmask(found) == 0
  for (; p < end; p++) if (load<u8>(p) >= 0x80) areAscii = false
}

/** Puts the cells of the record that stands there to `row`, and leaves them empty; answers the size of the record. */
export function putRow(row: usize, isObject: bool, from: usize, end: usize): u32 {
  let size: u32 = isObject ? VALUE_SIZE * (values + 1) : VALUE_SIZE
  for (let cell = cells; cell < cellsEnd; cell += CELL_SIZE, row += ENTRY_SIZE) {
    const form = load<u32>(cell, CELL_AT_FORM)
    if (form == FORM_NONE) {
      store<u64>(row, 0)
      continue
    }
    const value = load<u32>(cell, CELL_AT_FROM)
    const length = load<u32>(cell, CELL_AT_LENGTH)
    store<u32>(cell, FORM_NONE, CELL_AT_FORM)
    store<u32>(row, value)
    store<u32>(row, (length << FORM_BITS) | form, ENTRY_AT_FORM)
    if (form == FORM_JSON) size += sizeOf(value, value + length) - VALUE_SIZE
    else if (load<u8>(value - 1) == QUOTE) {
      size += areAscii && form != FORM_ESCAPED ? length : charactersOf(value, value + length, form)
    }
  }
  return how & LETS_PASS ? sizeOf(from, end) : size
}

export function emptyCells(): void {
  for (let cell = cells; cell < cellsEnd; cell += CELL_SIZE) store<u32>(cell, FORM_NONE, CELL_AT_FORM)
}
