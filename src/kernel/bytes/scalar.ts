// Finds out whether a text is a number or a boolean that JSON writes with the same characters: `12`, `-0.5`, `true`,
// but not `007`, `1.0`, `-0` or `1e5`, and no number that a double does not hold exactly.

import { isExact } from './imports'
import { isShortest, Shortest } from './shortest'
import { FALSE, TRUE } from './words'

const LONGEST: usize = 25
/** So many digits are always exact, and beyond MOST_DIGITS none are written. */
const FEW_DIGITS: u32 = 15
const MOST_DIGITS: u32 = 17
/** JSON writes smaller numbers with an exponent. */
const MOST_ZEROS: u32 = 5
// 9007199254740991
const LARGEST = memory.data<u8>([
  0x39, 0x30, 0x30, 0x37, 0x31, 0x39, 0x39, 0x32, 0x35, 0x34, 0x37, 0x34, 0x30, 0x39, 0x39, 0x31,
])

/** Whether the text is one; 16 bytes after it may be read. */
@inline export function isScalar(from: usize, to: usize): bool {
  const b = <u32>load<u8>(from)
  if (b - 0x30 < 10) return isNumber(from, to, from)
  if (b == 0x2d) return isNumber(from, to, from + 1)
  return (b | 0x12) == 0x76 && isBoolean(from, to - from)
}

function isBoolean(from: usize, length: usize): bool {
  const four = load<u32>(from)
  return length == 4 ? four == TRUE : length == 5 && four == FALSE && load<u8>(from, 4) == 0x65
}

/** Writes a boolean in lower case, if the text is one in any; answers its length, or 0. */
export function lowerBoolean(from: usize, to: usize): usize {
  const length = to - from
  const four = load<u32>(from) | 0x2020_2020
  if (length == 4 && four == TRUE) store<u32>(from, TRUE)
  else if (length == 5 && four == FALSE && (load<u8>(from, 4) | 0x20) == 0x65) {
    store<u32>(from, FALSE)
    store<u8>(from, 0x65, 4)
  } else return 0
  return length
}

/** Whether the digits from `digits` on, before which a sign may stand, are a number. */
function isNumber(from: usize, to: usize, digits: usize): bool {
  const length = to - digits
  if (!length || to - from > LONGEST) return false
  const v = v128.load(digits)
  // what is no digit, for 16 bytes and then for as many as there are
  const others = ~i8x16.bitmask(i8x16.lt_u(i8x16.sub(v, i8x16.splat(0x30)), i8x16.splat(10)))
  const end: u32 = <u32>min<usize>(length, 16)
  const stops = others & ((1 << end) - 1)
  if (!stops && length <= 16) return isWhole(digits, length, digits > from)
  const whole = <u32>ctz(stops)
  if (!whole || whole > 16) return false
  const isZero = load<u8>(digits) == 0x30
  if (isZero && whole > 1) return false
  // 12▮.50
  let p = digits + whole
  if (load<u8>(p) != 0x2e) return false
  const fraction = ++p
  while (p < to && <u32>load<u8>(p) - 0x30 < 10) p++
  if (p != to || p == fraction || load<u8>(p - 1) == 0x30) return false
  let significant = <u32>length - 1
  if (isZero) {
    let zero = fraction
    while (load<u8>(zero) == 0x30) zero++
    const zeros = <u32>(zero - fraction)
    if (zeros > MOST_ZEROS) return false
    significant -= zeros + 1
  }
  if (significant <= FEW_DIGITS) return true
  if (significant > MOST_DIGITS) return false
  const answer = isShortest(valueOf(digits, to), <u32>(to - fraction))
  return answer == Shortest.UNKNOWN ? isExact(from, to - from) : answer == Shortest.YES
}

/** The digits as one number, without the point among them. */
function valueOf(from: usize, to: usize): u64 {
  let value: u64 = 0
  for (let p = from; p < to; p++) if (load<u8>(p) != 0x2e) value = value * 10 + (load<u8>(p) - 0x30)
  return value
}

/** Whether so many digits are a whole number. */
@inline function isWhole(p: usize, length: usize, isNegative: bool): bool {
  if (load<u8>(p) == 0x30) return length == 1 && !isNegative
  return length < 16 || memory.compare(p, LARGEST, 16) <= 0
}
