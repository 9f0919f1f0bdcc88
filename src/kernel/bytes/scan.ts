// Provides scans over bytes, 16 at a time. Bytes after the end of a text are zeros.

import { marksOf, startMarks } from './marks'
import { SHORTCUTS } from './shortcuts'

@inline export const SPACE: u8 = 0x20
@inline export const TAB: u8 = 0x09
@inline export const LF: u8 = 0x0a
@inline export const CR: u8 = 0x0d

@inline export function any(v: v128): bool {
  return v128.any_true(v)
}

/** The first byte from `p` that is no white space; control characters are, as others were refused before. */
@inline export function skipSpace(p: usize): usize {
  while (!SHORTCUTS) {
    const b = load<u8>(p)
    if (!b || b > SPACE) return p
    p++
  }
  while (true) {
    // one less, so that the zeros at the end of the text are none
    const spaces = i8x16.le_u(i8x16.sub(v128.load(p), i8x16.splat(1)), i8x16.splat(0x1f))
    const mask = ~i8x16.bitmask(spaces) & 0xffff
    if (mask) return p + ctz(mask)
    p += 16
  }
}

/** Where < & > stand: at the last it matters what stands before. */
@inline export function textStops(v: v128): i32 {
  // < > as one comparison
  const angles = i8x16.eq(v128.or(v, i8x16.splat(2)), i8x16.splat(0x3e))
  return i8x16.bitmask(v128.or(angles, i8x16.eq(v, i8x16.splat(0x26))))
}

/** The first `b` from `p`, or `end`. */
export function find(p: usize, end: usize, b: u8): usize {
  while (!SHORTCUTS && p < end) {
    if (load<u8>(p) == b) return p
    p++
  }
  const wanted = i8x16.splat(b)
  while (p < end) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(p), wanted))
    if (mask) {
      p += ctz(mask)
      return p < end ? p : end
    }
    p += 16
  }
  return end
}

@final export class Inspection {
  static lines: i32 = 0 // line ends in the text
  static isAscii: bool = false
  static mayHoldFffe: bool = false // a byte with which U+FFFE and U+FFFF begin
}

const STEP: usize = 64 // bytes
// with more steps, a byte of the count of lines would overflow
const MOST_STEPS = 63

/** What control characters are, a bit each: only these are allowed. */
const IS_LF: i8 = 1
const IS_CR: i8 = 2

/** The first control character that XML does not allow in a text of whole characters, or its end. Marks the text. */
export function inspect(from: usize, end: usize): usize {
  let marks = startMarks(from, end)
  let greatest = i8x16.splat(0)
  let all = i8x16.splat(0)
  let feeds = 0
  for (let p = from; p < end;) {
    const start = p
    let count = i8x16.splat(0)
    let found = i8x16.splat(0)
    for (let step = 0; step < MOST_STEPS && p < end; step++) {
      const at = end - p < STEP ? padded(p, end - p) : p
      const a = v128.load(at)
      const b = v128.load(at, 16)
      const c = v128.load(at, 32)
      const d = v128.load(at, 48)
      store<u64>(marks, marksOf(a, b, c, d))
      greatest = i8x16.max_u(greatest, i8x16.max_u(i8x16.max_u(a, b), i8x16.max_u(c, d)))
      const w = controls(a)
      const x = controls(b)
      const y = controls(c)
      const z = controls(d)
      found = v128.or(found, v128.or(v128.or(w, x), v128.or(y, z)))
      count = i8x16.add(count, i8x16.add(i8x16.add(w, x), i8x16.add(y, z)))
      p += STEP
      marks += STEP / 8
    }
    all = v128.or(all, found)
    if (any(i8x16.gt_u(found, i8x16.splat(IS_LF | IS_CR)))) {
      end = forbidden(start, end)
      break
    }
    feeds += sum(count)
  }
  // the sum holds for text without CR, as most is
  Inspection.lines = any(i8x16.gt_u(all, i8x16.splat(IS_LF))) ? lineEndsIn(from, end) : feeds
  Inspection.isAscii = i8x16.bitmask(greatest) == 0
  Inspection.mayHoldFffe = any(i8x16.ge_u(greatest, i8x16.splat(<i8>0xef)))
  return end
}

/** For each byte 0, IS_LF, IS_CR, or more for a control character that is not allowed. */
@inline function controls(v: v128): v128 {
  const allowed = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 0, -1, ~IS_LF, 0, 0, ~IS_CR, 0, 0)
  return v128.xor(i8x16.le_u(v, i8x16.splat(0x1f)), i8x16.swizzle(allowed, v))
}

@inline function sum(count: v128): i32 {
  const pairs = i16x8.extadd_pairwise_i8x16_u(count)
  const fours = i32x4.extadd_pairwise_i16x8_u(pairs)
  return (
    i32x4.extract_lane(fours, 0) +
    i32x4.extract_lane(fours, 1) +
    i32x4.extract_lane(fours, 2) +
    i32x4.extract_lane(fours, 3)
  )
}

const LAST = memory.data(64, 16)

/** The last bytes of a text, made up to a whole step with spaces. */
function padded(p: usize, length: usize): usize {
  memory.fill(LAST, SPACE, STEP)
  memory.copy(LAST, p, length)
  return LAST
}

/** The first control character that XML does not allow, or `end`. */
function forbidden(p: usize, end: usize): usize {
  for (; p < end; p++) {
    const b = load<u8>(p)
    if (b < SPACE && b != TAB && b != LF && b != CR) break
  }
  return p
}

/** Line ends in a text. */
export function lineEndsIn(p: usize, end: usize): i32 {
  let count = 0
  for (; p + 17 <= end; p += 16) {
    const v = v128.load(p)
    const lonely = v128.andnot(i8x16.eq(v, i8x16.splat(CR)), i8x16.eq(v128.load(p, 1), i8x16.splat(LF)))
    count += popcnt(i8x16.bitmask(v128.or(i8x16.eq(v, i8x16.splat(LF)), lonely)))
  }
  for (; p < end; p++) if (isLineEnd(p, end)) count++
  return count
}

/** Whether a line ends with the byte at `p`: CR LF is one end, at its LF. */
@inline export function isLineEnd(p: usize, end: usize): bool {
  const b = load<u8>(p)
  return b == LF || (b == CR && (p + 1 >= end || load<u8>(p, 1) != LF))
}

/** Characters, not bytes, in a text. */
export function charactersIn(p: usize, end: usize): usize {
  let count: usize = 0
  for (; p + 16 <= end; p += 16) {
    // bytes that go on with a character are -128 … -65
    const mask = i8x16.bitmask(i8x16.gt_s(v128.load(p), i8x16.splat(-65)))
    count += popcnt(mask)
  }
  for (; p < end; p++) if (<i8>load<i8>(p) > -65) count++
  return count
}
