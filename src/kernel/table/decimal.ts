// Reads a text as a number in decimal, as `numberOf` of `expression/predicate.ts` does.

import { isRead, numberOf, POWERS } from './scalar'

@inline const PLUS: u8 = 0x2b
@inline const MINUS: u8 = 0x2d
@inline const POINT: u8 = 0x2e
@inline const ZERO: u8 = 0x30
@inline const NINE: u8 = 0x39
@inline const E: u8 = 0x65
@inline const WITH_EXPONENT: u32 = 1000 // more than a double can hold exactly

/** The number that was read last. */
export let decimalValue: f64 = 0
/** Digits after its point. */
export let decimals: u32 = 0

/** Answers whether the text is a number. */
export function isDecimal(from: usize, end: usize): bool {
  const sign = load<u8>(from)
  if (from == end || sign > NINE || sign < PLUS) return false
  const p = sign == MINUS || sign == PLUS ? from + 1 : from
  const length = <u32>(end - p)
  const values = i8x16.sub(v128.load(p), i8x16.splat(ZERO))
  const others = ~i8x16.bitmask(i8x16.lt_u(values, i8x16.splat(10))) & ((1 << min(length, 16)) - 1)
  let point = length
  let digits = length
  if (others) {
    point = ctz(others)
    const other = load<u8>(p + point)
    if (other != POINT) return (other | 0x20) == E && isOther(from, end)
    if (others & (others - 1)) return isOther(from, end)
    digits--
  }
  if (length > 16) return isOther(from, end)
  if (!digits) return false
  // to the end of the vector, without the point: before them stand zeros
  const places = i8x16.sub(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>(16 - digits)))
  const afterPoint = i8x16.ge_s(places, i8x16.splat(<i8>point))
  const whole = wholeOf(i8x16.swizzle(values, i8x16.sub(places, afterPoint)))
  decimals = digits - min(digits, point)
  const value = <f64>whole / load<f64>(POWERS + (decimals << 3)) // no more than 15 digits of a fraction are exact, as the power is: it is rounded once
  decimalValue = sign == MINUS ? -value : value
  return true
}

/** Of 16 digits. */
@inline function wholeOf(digits: v128): u64 {
  const tens = i16x8.mul(v128.and(digits, i16x8.splat(0xff)), i16x8.splat(10))
  const pairs = i16x8.add(tens, i16x8.shr_u(digits, 8))
  const fours = i32x4.dot_i16x8_s(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1))
  const first = i32x4.extract_lane(fours, 0) * 10000 + i32x4.extract_lane(fours, 1)
  const second = i32x4.extract_lane(fours, 2) * 10000 + i32x4.extract_lane(fours, 3)
  return <u64>first * 100000000 + <u64>second
}

/** Long ones, those with an exponent, and what is none. */
function isOther(from: usize, end: usize): bool {
  decimalValue = numberOf(from, end - from)
  decimals = 0
  if (!isRead) return false
  let hasPoint = false
  for (let p = from; p < end; p++) {
    const c = load<u8>(p)
    if ((c | 0x20) == E) {
      decimals = WITH_EXPONENT
      break
    }
    if (hasPoint) decimals++
    else hasPoint = c == POINT
  }
  return true
}
