// Puts the values of wanted fields into rows: their JSON in one text, and by value where it ends and what it is.

import { COLUMNS, output } from '../bytes/memory'
import { Output } from '../bytes/output'
import {
  COLUMN_AT_NODE, COLUMN_SIZE, ROWS_AT_COLUMNS, ROWS_AT_COLUMNS_END, VALUE_ASCII, VALUE_BITS, VALUE_JSON, VALUE_MISSING,
  VALUE_NULL, VALUE_TEXT,
} from '../layout'
import { grantScratch } from '../markup/room'
import { CAPTURE_SIZE, CaptureAt, Captures, captures } from './captures'

/** What stands before the bytes in the buffer of an exit. */
export namespace ExitAt {
  export const LENGTH: usize = 0
  export const RECORDS: usize = 4
  export const STEP: usize = 8 // the step that makes rows
  export const BYTES: usize = 16
}

/** In place of the step: an exit without rows, and the buffer in which the lines of rows are. */
export const NO_ROWS: i32 = -1
export const LINES_OF_ROWS: i32 = -2

/** The rows that are handed over. */
@final export class Rows {
  /** Where the words of the first row end; those of the next stand before them. */
  static end: usize = 0
  static lines: usize = 0
}

/** The row that is made. */
@final export class Row {
  static columns: u32 = 0
  static columnsEnd: u32 = 0
  /** Of its words, in bytes. */
  static width: usize = 0
  /** At most, of all. */
  static size: u64 = 0
  /** Where its line ends, and how long that is; 0 if it has none. */
  static lineEnd: usize = 0
  static line: usize = 0
  /** Where its text is, if it stands alone. */
  static at: usize = 0
}

const NULL: u32 = 0x6c6c756e // null
const QUOTE: u8 = 0x22
const COMMA: u8 = 0x2c
const BLOCK: usize = 16

/** Begins the row of a record for a step; its line stands before `lineEnd`. */
export function beginRow(step: usize, lineEnd: usize, line: usize): void {
  Row.columns = load<u32>(step, ROWS_AT_COLUMNS)
  Row.columnsEnd = load<u32>(step, ROWS_AT_COLUMNS_END)
  Row.width = <usize>(Row.columnsEnd - Row.columns + 1) << 2
  Row.lineEnd = lineEnd
  Row.line = line
  // what is copied at once may reach beyond the text
  let size: u64 = <u64>Row.width + BLOCK
  for (let column = Row.columns; column < Row.columnsEnd; column++) {
    const node = nodeOfColumn(column)
    size += 3 // […],
    for (let capture = captures.from; capture < Captures.end; capture += CAPTURE_SIZE) {
      if (load<u32>(capture) == node) size += load<u32>(capture, CaptureAt.LENGTH) + 1
    }
  }
  Row.size = size
}

/** Whether it has room in the buffer of an exit, and its line in that of its lines: `room` bytes in each. */
export function hasRoomForRow(buffer: usize, lines: usize, room: usize): bool {
  if (lines && load<u32>(lines) + Row.line > room) return false
  const words = load<u32>(buffer, ExitAt.RECORDS) * Row.width
  return <u64>load<u32>(buffer) + words + Row.size <= <u64>room
}

/** Adds it there: the text goes up from the start, the words go down from the end. */
export function addRow(buffer: usize, lines: usize, room: usize): void {
  let lineEnd: u32 = 0
  if (lines) {
    memory.copy(lines + ExitAt.BYTES + load<u32>(lines), Row.lineEnd - Row.line, Row.line)
    lineEnd = load<u32>(lines) + <u32>Row.line
    store<u32>(lines, lineEnd)
  }
  const records = load<u32>(buffer, ExitAt.RECORDS) + 1
  const from = buffer + ExitAt.BYTES
  store<u32>(buffer, writeRow(from, load<u32>(buffer), from + room - records * Row.width, lineEnd))
  store<u32>(buffer, records, ExitAt.RECORDS)
}

/** Puts one that is too long for a buffer together after its line; answers the length of its text. */
export function putRowAlone(): u32 {
  const moved = grantScratch(Row.lineEnd, Row.size + BLOCK)
  Output.end += moved
  Row.at = Row.lineEnd + moved
  const words = (Row.at + <usize>Row.size + 3 - Row.width) & ~3
  const length = writeRow(Row.at, 0, words, <u32>Row.line)
  Rows.end = words + Row.width
  Rows.lines = Row.at - Row.line
  return length
}

/** Says where the rows of a buffer of `size` bytes and their lines are, which are to be filled anew. */
export function emptyRows(buffer: usize, lines: usize, size: usize): void {
  Rows.end = buffer + size
  Rows.lines = lines + ExitAt.BYTES
  if (lines) store<u32>(lines, 0)
}

/** Writes the row after `used` bytes of the text from `at` on, and its words to `words`; answers the length of the text. */
function writeRow(at: usize, used: u32, words: usize, lineEnd: u32): u32 {
  store<u32>(words, lineEnd)
  let to = at + used
  let word = words
  for (let column = Row.columns; column < Row.columnsEnd; column++) {
    const node = nodeOfColumn(column)
    const from = to
    let count = 0
    let kind: u32 = VALUE_MISSING
    for (let capture = captures.from; capture < Captures.end; capture += CAPTURE_SIZE) {
      if (load<u32>(capture) != node) continue
      if (count == 1) {
        memory.copy(from + 1, from, to - from)
        store<u8>(from, 0x5b)
        to++
      }
      if (count++) store<u8>(to++, COMMA)
      const length = load<u32>(capture, CaptureAt.LENGTH)
      const value = output.from + load<u32>(capture, CaptureAt.FROM)
      copy(to, value, length)
      to += length
      kind = count > 1 ? VALUE_JSON : kindOf(value, length)
    }
    if (count > 1) store<u8>(to++, 0x5d)
    word += 4
    store<u32>(word, (<u32>(to - at) << VALUE_BITS) | kind)
    store<u8>(to++, COMMA)
  }
  return <u32>(to - at)
}

/** Copies bytes that are mostly few: there is room for a block. */
@inline function copy(to: usize, from: usize, length: usize): void {
  v128.store(to, v128.load(from))
  if (length > BLOCK) memory.copy(to + BLOCK, from + BLOCK, length - BLOCK)
}

@inline function nodeOfColumn(column: u32): u32 {
  return load<u32>(COLUMNS + <usize>column * COLUMN_SIZE, COLUMN_AT_NODE)
}

/** What a value is, by how it begins and what is in it. Some bytes after it are looked at. */
@inline function kindOf(value: usize, length: usize): u32 {
  if (load<u8>(value) != QUOTE) return load<u32>(value) == NULL ? VALUE_NULL : VALUE_JSON
  let wide: u32 = 0
  for (let at: usize = 0; at < length; at += BLOCK) {
    const block = v128.load(value + at)
    const rest = length - at
    const mask: u32 = rest >= BLOCK ? 0xffff : (1 << <u32>rest) - 1
    if (i8x16.bitmask(i8x16.eq(block, i8x16.splat(0x5c))) & mask) return VALUE_JSON
    wide |= i8x16.bitmask(block) & mask
  }
  return wide ? VALUE_TEXT : VALUE_ASCII
}
