// Provides scans over bytes, 16 at a time. Bytes behind the end of a text are zeros.

@inline export const SPACE: u8 = 0x20
@inline export const TAB: u8 = 0x09
@inline export const LF: u8 = 0x0a
@inline export const CR: u8 = 0x0d

@inline export function any(v: v128): bool {
  return v128.any_true(v)
}

/** The first byte from `p` that is no white space; control characters are, as others were refused before. */
@inline export function skipSpace(p: usize): usize {
  while (true) {
    // one less, so that the zeros at the end of the text are none
    const spaces = i8x16.le_u(i8x16.sub(v128.load(p), i8x16.splat(1)), i8x16.splat(0x1f))
    const mask = ~i8x16.bitmask(spaces) & 0xffff
    if (mask) return p + ctz(mask)
    p += 16
  }
}

/** The first `b` from `p`, or `end`. */
export function find(p: usize, end: usize, b: u8): usize {
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
  static lines: i32 = 0 // line feeds in the text
  static hasCarriageReturn: bool = false
  static isAscii: bool = false
  static mayHoldFffe: bool = false // a byte with which U+FFFE and U+FFFF begin
}

/** The first control character that XML does not allow in a text of whole characters, or its end. */
export function inspect(from: usize, end: usize): usize {
  const lf = i8x16.splat(LF)
  const cr = i8x16.splat(CR)
  const allowed = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, -1, 0, 0)
  const last = i8x16.splat(0x1f)
  let all = i8x16.splat(0)
  let returns = i8x16.splat(0)
  let near = i8x16.splat(0)
  let lines = 0
  let p = from
  while (p < end) {
    // 255 vectors at most, or a byte of the count would overflow
    const stop = min(end, p + 255 * 16)
    let count = i8x16.splat(0)
    let bad = i8x16.splat(0)
    const start = p
    while (p + 16 <= stop) {
      const v = v128.load(p)
      all = v128.or(all, v)
      count = i8x16.sub(count, i8x16.eq(v, lf))
      returns = v128.or(returns, i8x16.eq(v, cr))
      near = v128.or(near, i8x16.eq(v, i8x16.splat(<i8>0xef)))
      bad = v128.or(bad, v128.andnot(i8x16.le_u(v, last), i8x16.swizzle(allowed, v)))
      p += 16
    }
    if (any(bad)) return settle(start, from, end, all, lines)
    const pairs = i16x8.extadd_pairwise_i8x16_u(count)
    const fours = i32x4.extadd_pairwise_i16x8_u(pairs)
    lines +=
      i32x4.extract_lane(fours, 0) +
      i32x4.extract_lane(fours, 1) +
      i32x4.extract_lane(fours, 2) +
      i32x4.extract_lane(fours, 3)
    if (p + 16 > end) break
  }
  for (; p < end; p++) {
    const b = load<u8>(p)
    if (b == LF) lines++
    else if (b == CR) returns = lf
    else if (b < SPACE && b != TAB) return settle(p, from, end, all, lines)
    if (b >= 0x80) all = near = i8x16.splat(-1)
  }
  Inspection.lines = lines
  Inspection.hasCarriageReturn = any(returns)
  Inspection.isAscii = i8x16.bitmask(all) == 0
  Inspection.mayHoldFffe = any(near)
  return end
}

/** The rest of an inspection that has found something near. */
function settle(p: usize, from: usize, end: usize, all: v128, lines: i32): usize {
  let isAscii = i8x16.bitmask(all) == 0
  for (; p < end; p++) {
    const b = load<u8>(p)
    if (b < SPACE && b != TAB && b != LF && b != CR) break
    if (b == LF) lines++
    if (b >= 0x80) isAscii = false
  }
  Inspection.lines = lines
  Inspection.isAscii = isAscii
  Inspection.mayHoldFffe = !isAscii
  Inspection.hasCarriageReturn = find(from, p, CR) < p
  return p
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

