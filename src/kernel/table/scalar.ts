// Reads numbers, and true and false, from how they are written. What is not read so quickly is for the host.

@inline const MINUS: u8 = 0x2d
@inline const PLUS: u8 = 0x2b
@inline const POINT: u8 = 0x2e
@inline const MOST_DIGITS: usize = 18 // that fit into 64 bits whatever they are
@inline const MOST_SAFE: i64 = 9007199254740991
@inline const MOST_EXACT: u64 = 9007199254740992 // whole numbers up to it are doubles
@inline const MOST_POWER: i32 = 22 // of ten that is a double

// @ts-ignore: decorator
@external("host", "numberOf")
declare function hostNumberOf(from: usize, length: usize): f64

/** Whether what was read last is such a value. */
export let isRead: bool = false

/** Whether a number of JSON is whole and safe, as JavaScript has it. */
export function isInteger(from: usize, length: usize): bool {
  integerOf(from, length)
  if (isRead) return true
  // 1.0 and 1e3 are
  const value = numberOf(from, length)
  return trunc(value) == value && abs(value) <= <f64>MOST_SAFE
}

/** A number of JSON that is whole, and safe. */
export function integerOf(from: usize, length: usize): i64 {
  const value = wholeNumberOf(from, length)
  if (value > MOST_SAFE || value < -MOST_SAFE) isRead = false
  return value
}

/** A text as `+12`. */
export function wholeNumberOf(from: usize, length: usize): i64 {
  const end = from + length
  const first = load<u8>(from)
  if (first == MINUS || first == PLUS) from++
  isRead = false
  if (from == end || end - from > MOST_DIGITS) return 0
  let value: i64 = 0
  for (; from < end; from++) {
    const digit = <u8>(load<u8>(from) - 0x30)
    if (digit > 9) return 0
    value = value * 10 + digit
  }
  isRead = true
  return first == MINUS ? -value : value
}

/** A number, as `-1.5e3` or `.5`. */
export function numberOf(from: usize, length: usize): f64 {
  const end = from + length
  const first = load<u8>(from)
  let p = first == MINUS || first == PLUS ? from + 1 : from
  let digits: i32 = 0
  let power: i32 = 0
  let value: u64 = 0
  let hasPoint = false
  for (; p < end; p++) {
    const c = load<u8>(p)
    const digit = <u8>(c - 0x30)
    if (digit <= 9) {
      digits++
      if (value < 100000000000000000) value = value * 10 + digit
      else value = u64.MAX_VALUE // is not exact
      if (hasPoint) power--
    } else if (c == POINT && !hasPoint) hasPoint = true
    else break
  }
  isRead = digits > 0 && (p == end || isExponent(p, end))
  if (!isRead) return 0
  if (p < end || value > MOST_EXACT || power < -MOST_POWER) return hostNumberOf(from, length)
  const whole = <f64>value / load<f64>(POWERS + (<usize>-power << 3))
  return first == MINUS ? -whole : whole
}

export const POWERS: usize = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
])

function isExponent(p: usize, end: usize): bool {
  if ((load<u8>(p++) | 0x20) != 0x65) return false
  if (p < end && (load<u8>(p) == PLUS || load<u8>(p) == MINUS)) p++
  if (p == end) return false
  for (; p < end; p++) if (<u8>(load<u8>(p) - 0x30) > 9) return false
  return true
}

/** true or false, as text also 1 or 0. */
export function booleanOf(from: usize, length: usize, isText: bool): bool {
  const first = load<u8>(from)
  const word = load<u32>(from)
  isRead = true
  if (length == 4 && word == 0x65757274) return true // true
  if (length == 5 && word == 0x736c6166 && load<u8>(from, 4) == 0x65) return false // false
  isRead = isText && length == 1 && (first == 0x30 || first == 0x31)
  return first == 0x31
}
