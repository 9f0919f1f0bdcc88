// Turns a text of JSON, of which it is known that it is one, into units of UTF-16.

import { BACKSLASH } from './walk'

/** Where that begins which was not written. */
export let unitsReached: usize = 0

/**
 * Writes the units of the text from `p` to `end`, none of whose escapes has digits, to `out`, until these reach `outEnd` or
 * the text ends; answers where they end. After these stand zeros, for 16 bytes; it may write 48 after them.
 */
export function writeUnits(p: usize, end: usize, out: usize, outEnd: usize): usize {
  while (p < end && out < outEnd) {
    // what is read again soon is stored as it is read then, and nothing over it
    const left = end - p
    const taken = i8x16.lt_u(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>min<usize>(left, 16)))
    const bytes = v128.and(v128.load(p), taken)
    v128.store(out, i16x8.extend_low_i8x16_u(bytes))
    v128.store(out, i16x8.extend_high_i8x16_u(bytes), 16)
    const others = i8x16.bitmask(v128.or(bytes, i8x16.eq(bytes, i8x16.splat(BACKSLASH)))) // or no ASCII
    if (!others && left <= 16) {
      v128.store(out, i64x2.splat(0), 32)
      unitsReached = end
      return out + (left << 1)
    }
    const plain: usize = others ? ctz(others) : 16
    p += plain
    out += plain << 1
    if (plain == 16) continue
    do {
      const first = load<u8>(p)
      if (first == BACKSLASH) {
        store<u16>(out, escaped(load<u8>(p, 1)))
        p += 2
      } else if (first < 0xe0) {
        store<u16>(out, ((<u32>first & 0x1f) << 6) | rest(p + 1))
        p += 2
      } else if (first < 0xf0) {
        store<u16>(out, (<u32>first << 12) | (rest(p + 1) << 6) | rest(p + 2))
        p += 3
      } else {
        const above = (((<u32>first & 7) << 18) | (rest(p + 1) << 12) | (rest(p + 2) << 6) | rest(p + 3)) - 0x10000
        store<u32>(out, 0xdc00_d800 | (above >> 10) | ((above & 0x3ff) << 16))
        out += 2
        p += 4
      }
      out += 2
    } while (p < end && out < outEnd && load<u8>(p) >= 0x80)
  }
  v128.store(out, i64x2.splat(0))
  unitsReached = p
  return out
}

@inline function rest(p: usize): u32 {
  return load<u8>(p) & 0x3f
}

/** After a backslash. */
function escaped(letter: u8): u16 {
  if (letter == 0x6e) return 0x0a // n
  if (letter == 0x74) return 0x09 // t
  if (letter == 0x72) return 0x0d // r
  if (letter == 0x62) return 0x08 // b
  if (letter == 0x66) return 0x0c // f
  return letter
}
