// Turns a decimal number into a double where that is exact with one operation, and says where it is not.

const POWERS = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
])

@final export class Decimal {
  static value: f64 = 0
  /** A number, but one that the host should convert. */
  static isHard: bool = false
}

/** Reads `-1`, `2.50`, `.5`, `1e6`; false when the text is no such number, or a hard one. */
export function decimal(from: usize, to: usize): bool {
  let p = from
  Decimal.isHard = false
  const isNegative = p < to && load<u8>(p) == 0x2d
  if (p < to && (isNegative || load<u8>(p) == 0x2b)) p++
  let mantissa: u64 = 0
  let digits = 0
  let significant = 0
  let exponent = 0
  for (; p < to && isDigit(p); p++, digits++) {
    mantissa = mantissa * 10 + (load<u8>(p) - 0x30)
    if (mantissa) significant++
  }
  if (p < to && load<u8>(p) == 0x2e) {
    p++
    for (; p < to && isDigit(p); p++, digits++) {
      mantissa = mantissa * 10 + (load<u8>(p) - 0x30)
      if (mantissa) significant++
      exponent--
    }
  }
  if (!digits) return false
  let isHard = significant > 18
  if (p < to && (load<u8>(p) | 0x20) == 0x65) {
    p++
    const isDown = p < to && load<u8>(p) == 0x2d
    if (p < to && (isDown || load<u8>(p) == 0x2b)) p++
    if (p >= to) return false
    let power = 0
    for (; p < to && isDigit(p); p++) if (power < 100000) power = power * 10 + (load<u8>(p) - 0x30)
    exponent += isDown ? -power : power
  }
  if (p != to || !isDigit(to - 1) && load<u8>(to - 1) != 0x2e) return false
  isHard = isHard || mantissa > 1 << 53 || exponent > 22 || exponent < -22
  Decimal.isHard = isHard
  if (isHard) return false
  const value = exponent < 0 ? <f64>mantissa / power(-exponent) : <f64>mantissa * power(exponent)
  Decimal.value = isNegative ? -value : value
  return true
}

@inline function isDigit(p: usize): bool {
  return <u32>load<u8>(p) - 0x30 < 10
}

function power(n: i32): f64 {
  return load<f64>(POWERS + (<usize>n << 3))
}
