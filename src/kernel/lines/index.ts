// Finds lines that are JSON, each a value, in bytes that end with a line end: writes where each begins and ends to a
// table, and stops at what is no JSON. Bytes of text are known to be UTF-8; none is read twice.

import { LINE_EXPECTED_END, LINE_LENGTH, LINE_WORDS, MOST_LINES, TABLE } from './layout'
import {
  clear,
  CLOSING_BRACE,
  COMMA,
  faultAt,
  faultCode,
  LF,
  marks,
  OPENING_BRACE,
  QUOTE,
  refuse,
  space,
  text,
  value,
} from './value'

let position: usize = 0
let lineEnds: u32 = 0

/** Why it stopped before the end: LINE_WHOLE for a table that is full. */
export function fault(): u32 {
  return faultCode
}

/** Where the fault is. */
export function at(): u32 {
  return u32(faultAt)
}

/** Where to go on: after the last line of the table, or where the line begins that is at fault. */
export function reached(): u32 {
  return u32(position)
}

/** Ends of lines that were passed by the last call, those of blank lines too. */
export function passed(): u32 {
  return lineEnds
}

/** Reads lines up to `end`, which is after a line end; answers how many are in the table. */
export function scan(from: usize, end: usize, levels: u32, longest: u32): u32 {
  let p = from
  let count: u32 = 0
  clear()
  lineEnds = 0
  while (p < end && count < <u32>MOST_LINES) {
    position = p
    p = space(p)
    if (load<u8>(p) == LF) {
      p++
      lineEnds++
      continue
    }
    const start = p
    clear()
    p = value(p, levels)
    if (!p) return count
    const stop = p
    const found = marks
    p = space(p)
    if (load<u8>(p) != LF) {
      refuse(LINE_EXPECTED_END, p)
      return count
    }
    if (stop - start > longest) {
      refuse(LINE_LENGTH, start)
      return count
    }
    const row = TABLE + 4 * LINE_WORDS * i32(count)
    store<u32>(row, u32(start))
    store<u32>(row, u32(stop), 4)
    store<u32>(row, found, 8)
    count++
    lineEnds++
    p++
  }
  position = p
  return count
}

/**
 * Writes the members of an object that have one of these names, as an object, to `out`; answers how long it is, 0 where
 * it is no object or a name has an escape. The line was found by `scan`.
 */
export function narrow(from: usize, names: usize, out: usize): u32 {
  if (load<u8>(from) != OPENING_BRACE) return 0
  let end = out
  store<u8>(end++, OPENING_BRACE)
  let p = space(from + 1)
  while (load<u8>(p) == QUOTE) {
    const start = p
    clear()
    p = text(p + 1)
    if (marks) return 0
    const length = p - start - 2
    p = value(space(space(p) + 1), u32.MAX_VALUE)
    if (isListed(start + 1, length, names)) {
      if (end > out + 1) store<u8>(end++, COMMA)
      memory.copy(end, start, p - start)
      end += p - start
    }
    p = space(p)
    if (load<u8>(p) == COMMA) p = space(p + 1)
  }
  store<u8>(end++, CLOSING_BRACE)
  return u32(end - out)
}

function isListed(name: usize, length: usize, names: usize): bool {
  let p = names
  for (let size: usize = load<u8>(p); size; size = load<u8>(p)) {
    p++
    if (size == length && memory.compare(p, name, length) == 0) return true
    p += size
  }
  return false
}
