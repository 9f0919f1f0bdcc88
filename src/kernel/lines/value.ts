// Passes over JSON values, and says why what stands there is none.

import {
  LEVEL_SIZE,
  LEVELS,
  LINE_CONTROL_CHARACTER,
  LINE_DEPTH,
  LINE_ESCAPE,
  LINE_EXPECTED_ARRAY_GOES_ON,
  LINE_EXPECTED_COLON,
  LINE_EXPECTED_NAME,
  LINE_EXPECTED_NAME_OR_END,
  LINE_EXPECTED_OBJECT_GOES_ON,
  LINE_EXPECTED_VALUE,
  LINE_NUMBER,
  LINE_WHOLE,
  MARK_ESCAPE,
  MARK_LONG_NUMBER,
  MARK_LOOSE,
  MARK_NUMBER,
  MET,
} from './layout'

@inline const TAB: u8 = 0x09
@inline export const LF: u8 = 0x0a
@inline const CR: u8 = 0x0d
@inline const SPACE: u8 = 0x20
@inline export const QUOTE: u8 = 0x22
@inline const PLUS: u8 = 0x2b
@inline export const COMMA: u8 = 0x2c
@inline const MINUS: u8 = 0x2d
@inline const DOT: u8 = 0x2e
@inline const ZERO: u8 = 0x30
@inline const COLON: u8 = 0x3a
@inline const OPENING: u8 = 0x5b // [
@inline const BACKSLASH: u8 = 0x5c
@inline const CLOSING: u8 = 0x5d // ]
@inline export const OPENING_BRACE: u8 = 0x7b
@inline export const CLOSING_BRACE: u8 = 0x7d

@inline const ARRAY: u32 = 0 // where an object has a number
@inline const LONG: usize = 16 // characters of a number, of which a double holds fifteen digits

/** Why there is no value, and where. */
export let faultCode: u32 = LINE_WHOLE
export let faultAt: usize = 0

/** What was met since `clear`, as bits. */
export let marks: u32 = 0

export function clear(): void {
  faultCode = LINE_WHOLE
  marks = 0
}

export function refuse(code: u32, where: usize): usize {
  faultCode = code
  faultAt = where
  return 0
}

/** Passes over white space around a value. */
@inline export function space(p: usize): usize {
  let c = load<u8>(p)
  while (c == SPACE || c == TAB || c == CR) c = load<u8>(++p)
  return p
}

/** The same inside of one. */
@inline function spaceWithin(p: usize): usize {
  return load<u8>(p) > SPACE ? p : spaceFrom(p)
}

function spaceFrom(p: usize): usize {
  marks |= MARK_LOOSE
  return space(p)
}

/** How many objects there were. */
let objects: u32 = 0

/** A number for an object. */
@inline function numberOfObject(): u32 {
  if (!++objects) objects = 1
  return objects
}

/** The end of the value that begins at `p`, or 0. */
export function value(p: usize, levels: u32): usize {
  let depth: u32 = 0
  let within: u32 = ARRAY // the innermost level
  while (true) {
    const first = load<u8>(p)
    if (first == QUOTE) {
      p = text(p + 1)
      if (!p) return 0
    } else if (first == OPENING_BRACE || first == OPENING) {
      if (depth == levels) return refuse(LINE_DEPTH, p)
      store<u32>(LEVELS + depth * LEVEL_SIZE, within)
      depth++
      p = spaceWithin(p + 1)
      if (first == OPENING) {
        within = ARRAY
        if (load<u8>(p) != CLOSING) continue
      } else {
        within = numberOfObject()
        if (load<u8>(p) != CLOSING_BRACE) {
          p = name(p, within, LINE_EXPECTED_NAME_OR_END)
          if (!p) return 0
          continue
        }
      }
      p++
      depth--
      within = load<u32>(LEVELS + depth * LEVEL_SIZE)
    } else {
      p = scalar(p, first)
      if (!p) return 0
    }
    // `"id":7▮,`
    while (true) {
      if (depth == 0) return p
      p = spaceWithin(p)
      const c = load<u8>(p)
      if (c == COMMA) {
        p = spaceWithin(p + 1)
        if (within) {
          p = name(p, within, LINE_EXPECTED_NAME)
          if (!p) return 0
        }
        break
      }
      if (within) {
        if (c != CLOSING_BRACE) return refuse(LINE_EXPECTED_OBJECT_GOES_ON, p)
      } else if (c != CLOSING) return refuse(LINE_EXPECTED_ARRAY_GOES_ON, p)
      p++
      depth--
      within = load<u32>(LEVELS + depth * LEVEL_SIZE)
    }
  }
}

/** From `▮"id" : 7` to where its value begins. */
@inline function name(p: usize, object: u32, expected: u32): usize {
  if (load<u8>(p) != QUOTE) return refuse(expected, p)
  const start = p + 1
  p = text(start)
  if (!p) return 0
  meet(start, p - 1, object)
  p = spaceWithin(p)
  if (load<u8>(p) != COLON) return refuse(LINE_EXPECTED_COLON, p)
  return spaceWithin(p + 1)
}

/** Takes note of a name of an object; it may be there twice if another one was met at its place. */
@inline function meet(start: usize, end: usize, object: u32): void {
  const length = end - start
  const first = load<u64>(start)
  const sign = length < 8 ? first & ((<u64>1 << (8 * length)) - 1) : first ^ rotl(load<u64>(end - 8), 29)
  const place = MET + 4 * <usize>(((sign + length) * 0x9e3779b97f4a7c15) >> 48)
  if (load<u32>(place) == object) marks |= MARK_LOOSE
  store<u32>(place, object)
}

/** From `"▮text"` to after its end. */
@inline export function text(p: usize): usize {
  while (true) {
    const v = v128.load(p)
    const stops = v128.or(
      v128.or(i8x16.eq(v, i8x16.splat(QUOTE)), i8x16.eq(v, i8x16.splat(BACKSLASH))),
      i8x16.lt_u(v, i8x16.splat(SPACE)),
    )
    const mask = i8x16.bitmask(stops)
    if (!mask) {
      p += 16
      continue
    }
    p += ctz(mask)
    const c = load<u8>(p)
    if (c == QUOTE) return p + 1
    if (c != BACKSLASH) return refuse(LINE_CONTROL_CHARACTER, p)
    p = escaped(p)
    if (!p) return 0
  }
}

/** From `▮\n` to after it. */
function escaped(p: usize): usize {
  marks |= MARK_ESCAPE
  switch (load<u8>(p, 1)) {
    case 0x22: // "
    case 0x5c: // \
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return p + 2
    case 0x2f: // /
      marks |= MARK_LOOSE
      return p + 2
    case 0x75: // u
      marks |= MARK_LOOSE
      for (let n: usize = 2; n < 6; n++) if (!isHex(load<u8>(p + n))) return refuse(LINE_ESCAPE, p)
      return p + 6
  }
  return refuse(LINE_ESCAPE, p)
}

@inline function isHex(c: u8): bool {
  return isDigit(c) || <u8>((c | 0x20) - 0x61) < 6
}

@inline function isDigit(c: u8): bool {
  return <u8>(c - ZERO) < 10
}

function scalar(p: usize, first: u8): usize {
  if (first == MINUS || isDigit(first)) return number(p)
  const word = load<u32>(p)
  if (word == 0x65757274) return p + 4 // true
  if (word == 0x6c6c756e) return p + 4 // null
  if (word == 0x736c6166 && load<u8>(p, 4) == 0x65) return p + 5 // false
  return refuse(LINE_EXPECTED_VALUE, p)
}

function number(start: usize): usize {
  let p = start
  marks |= MARK_NUMBER
  if (load<u8>(p) == MINUS) p++
  const first = load<u8>(p)
  if (!isDigit(first)) return refuse(LINE_NUMBER, start)
  p = first == ZERO ? p + 1 : digits(p)
  if (isDigit(load<u8>(p))) return refuse(LINE_NUMBER, start)
  if (load<u8>(p) == DOT) {
    if (!isDigit(load<u8>(p, 1))) return refuse(LINE_NUMBER, start)
    // 1.50, and 0.0000001, which JavaScript writes as 1e-7
    const isSmall = first == ZERO && load<u32>(p, 1) == 0x30303030 && load<u16>(p, 5) == 0x3030
    p = digits(p + 1)
    if (isSmall || load<u8>(p - 1) == ZERO) marks |= MARK_LOOSE
  } else if (first == ZERO && p > start + 1) marks |= MARK_LOOSE // -0
  if ((load<u8>(p) | 0x20) == 0x65) {
    p++
    const sign = load<u8>(p)
    if (sign == PLUS || sign == MINUS) p++
    if (!isDigit(load<u8>(p))) return refuse(LINE_NUMBER, start)
    p = digits(p)
    marks |= MARK_LONG_NUMBER | MARK_LOOSE // 1e999 is short
  }
  if (p - start >= LONG) marks |= MARK_LONG_NUMBER | MARK_LOOSE
  return p
}

@inline function digits(p: usize): usize {
  while (isDigit(load<u8>(p))) p++
  return p
}
