// Writes the cells of a record as a row of CSV or TSV, or bare.

import {
  CELL_AT_FORM, CELL_AT_FROM, CELL_AT_LENGTH, ENDS_IN_CRLF, FORM_ESCAPED, FORM_NONE, FORM_PLAIN, GUARDS, IS_BARE,
} from './layout'
import { BACKSLASH, how, LF, QUOTE } from './walk'

@inline const SPACE: u8 = 0x20
@inline const CR: u8 = 0x0d
@inline const APOSTROPHE: u8 = 0x27
@inline const MARK: u8 = 0xef // the first byte of a byte order mark, and of wide characters

let places: usize = 0 // the addresses of the cells of a row
let placesEnd: usize = 0
let delimiter: u8 = 0
let delimiters: v128 = i8x16.splat(0)

export function setRow(from: usize, to: usize, between: u32): void {
  places = from
  placesEnd = to
  delimiter = <u8>between
  delimiters = i8x16.splat(delimiter)
}

/** The most bytes that a row takes for a record of so many. */
export function longestRow(length: usize): usize {
  return 2 * length + (placesEnd - places) + 64
}

/** Writes the row to `out`, and leaves the cells empty; answers its end. */
export function writeRow(out: usize): usize {
  const from = out
  const isBare = (how & IS_BARE) != 0
  for (let place = places; place < placesEnd; place += 4) {
    const cell = load<u32>(place)
    const form = load<u32>(cell, CELL_AT_FORM)
    if (form != FORM_NONE) {
      const start = load<u32>(cell, CELL_AT_FROM)
      const length = load<u32>(cell, CELL_AT_LENGTH)
      store<u32>(cell, FORM_NONE, CELL_AT_FORM)
      out = isBare ? writeBare(out, start, length, form) : writeCell(out, start, length, form)
    }
    store<u8>(out++, delimiter)
  }
  out--
  if (!isBare && out == from && placesEnd - places == 4) {
    store<u16>(out, 0x2222) // a line with nothing on it would be no row
    out += 2
  }
  return endRow(out)
}

@inline export function endRow(out: usize): usize {
  if (how & ENDS_IN_CRLF) store<u8>(out++, CR)
  store<u8>(out, LF)
  return out + 1
}

/** Leaves the cells empty. */
export function clearCells(): void {
  for (let place = places; place < placesEnd; place += 4) store<u32>(load<u32>(place), FORM_NONE, CELL_AT_FORM)
}

@inline function writeCell(out: usize, from: usize, length: usize, form: u32): usize {
  if (!length) {
    store<u16>(out, 0x2222)
    return out + 2
  }
  const isSpaced = load<u8>(from) == SPACE || load<u8>(from + length - 1) == SPACE
  if (isSpaced || form != FORM_PLAIN || how & GUARDS) return writeSpecial(out, from, length, form)
  let to = out
  let p = from
  let left = length
  while (true) {
    const v = v128.load(p)
    v128.store(to, v)
    const stops = v128.or(i8x16.eq(v, delimiters), i8x16.eq(v, i8x16.splat(MARK)))
    const mask = i8x16.bitmask(stops)
    if (left <= 16) {
      if (mask & ((1 << <u32>left) - 1)) break
      return to + left
    }
    if (mask) break
    p += 16
    to += 16
    left -= 16
  }
  return writeSpecial(out, from, length, form)
}

function writeSpecial(out: usize, from: usize, length: usize, form: u32): usize {
  const isGuarded = (how & GUARDS) != 0 && isFormula(from, length, form)
  if (!needsQuotes(from, length, form, isGuarded)) {
    if (isGuarded) store<u8>(out++, APOSTROPHE)
    return writeBare(out, from, length, form)
  }
  store<u8>(out++, QUOTE)
  if (isGuarded) store<u8>(out++, APOSTROPHE)
  const end = from + length
  let p = from
  while (true) {
    const v = v128.load(p)
    v128.store(out, v)
    const stops = v128.or(i8x16.eq(v, i8x16.splat(QUOTE)), i8x16.eq(v, i8x16.splat(BACKSLASH)))
    const mask = i8x16.bitmask(stops)
    const passed: usize = mask ? ctz(mask) : 16
    if (p + passed >= end) {
      out += end - p
      break
    }
    p += passed
    out += passed
    if (!mask) continue
    let c = load<u8>(p)
    if (c == BACKSLASH && form == FORM_ESCAPED) c = unescaped(load<u8>(++p))
    if (c == QUOTE) store<u8>(out++, QUOTE)
    store<u8>(out++, c)
    p++
  }
  store<u8>(out, QUOTE)
  return out + 1
}

/** Writes text without its escapes, or JSON. */
export function writeBare(out: usize, from: usize, length: usize, form: u32): usize {
  const end = from + length
  if (form != FORM_ESCAPED) {
    for (let p = from; p < end; p += 16, out += 16) v128.store(out, v128.load(p))
    return out - ((16 - (length & 15)) & 15)
  }
  let p = from
  while (true) {
    const v = v128.load(p)
    v128.store(out, v)
    const mask = i8x16.bitmask(i8x16.eq(v, i8x16.splat(BACKSLASH)))
    const passed: usize = mask ? ctz(mask) : 16
    if (p + passed >= end) return out + (end - p)
    p += passed
    out += passed
    if (!mask) continue
    store<u8>(out++, unescaped(load<u8>(p, 1)))
    p += 2
  }
}

/** What `n` stands for in `\n`. */
function unescaped(c: u8): u8 {
  switch (c) {
    case 0x62: // b
      return 0x08
    case 0x66: // f
      return 0x0c
    case 0x6e: // n
      return LF
    case 0x72: // r
      return CR
    case 0x74: // t
      return 0x09
  }
  return c
}

function needsQuotes(from: usize, length: usize, form: u32, isGuarded: bool): bool {
  const end = from + length
  if (load<u8>(end - 1) == SPACE || (load<u8>(from) == SPACE && !isGuarded)) return true
  for (let p = from; p < end;) {
    const v = v128.load(p)
    const stops = v128.or(
      v128.or(i8x16.eq(v, delimiters), i8x16.eq(v, i8x16.splat(MARK))),
      v128.or(i8x16.eq(v, i8x16.splat(QUOTE)), i8x16.eq(v, i8x16.splat(BACKSLASH))),
    )
    const mask = i8x16.bitmask(stops)
    if (!mask) {
      p += 16
      continue
    }
    p += ctz(mask)
    if (p >= end) return false
    let c = load<u8>(p)
    const isEscape = c == BACKSLASH && form == FORM_ESCAPED
    if (isEscape) c = unescaped(load<u8>(++p))
    if (c == QUOTE || c == delimiter || (isEscape && (c == LF || c == CR))) return true
    if (c == MARK && load<u16>(p, 1) == 0xbfbb && p + 2 < end) return true
    p++
  }
  return false
}

/** Whether a spreadsheet would take it for a formula, and it is no number. */
function isFormula(from: usize, length: usize, form: u32): bool {
  let c = load<u8>(from)
  if (c == BACKSLASH && form == FORM_ESCAPED) c = unescaped(load<u8>(from, 1))
  switch (c) {
    case 0x2b: // +
    case 0x2d: // -
      return form != FORM_PLAIN || !isNumber(from + 1, from + length)
    case 0x3d: // =
    case 0x40: // @
    case 0x09:
    case LF:
    case CR:
      return true
    case MARK: {
      // the same, written wide
      const last = load<u8>(from, 2)
      return load<u8>(from, 1) == 0xbc && (last == 0x8b || last == 0x8d || last == 0x9d || last == 0xa0)
    }
  }
  return false
}

/** Whether it is as `1.5e3`, without a sign. */
function isNumber(from: usize, to: usize): bool {
  let p = digits(from, to)
  let count = p - from
  if (p < to && load<u8>(p) == 0x2e) {
    const end = digits(p + 1, to)
    count += end - p - 1
    p = end
  }
  if (!count) return false
  if (p < to && (load<u8>(p) | 0x20) == 0x65) {
    p++
    if (p < to && (load<u8>(p) == 0x2b || load<u8>(p) == 0x2d)) p++
    const end = digits(p, to)
    if (end == p) return false
    p = end
  }
  return p == to
}

function digits(p: usize, to: usize): usize {
  while (p < to && <u8>(load<u8>(p) - 0x30) < 10) p++
  return p
}
