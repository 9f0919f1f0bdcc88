// Finds out whether digits are the shortest that say which double they mean: those with which it is written.

const SHORTEST_POWERS = memory.data<u64>([
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000,
  1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
  1000000000000000000,
])
const MOST_DECIMALS: u32 = 18
/** So that twenty steps, and a few units, are less than 2^63. */
const MOST_BITS: i64 = 58

export namespace Shortest {
  export const NO: i32 = 0
  export const YES: i32 = 1
  export const UNKNOWN: i32 = 2 // that takes more care than is worth it here
}

/**
 * Whether the number of 16 or 17 digits, the last one no zero, with so many of them after the point, is written so.
 * The double is m / 2^s. All is compared as multiples of 2^-s / 10^decimals: differences there are small, so that what
 * is beyond 64 bits on both sides need not be kept.
 */
export function isShortest(digits: u64, decimals: u32): i32 {
  if (decimals > MOST_DECIMALS) return Shortest.UNKNOWN
  const unit = <i64>load<u64>(SHORTEST_POWERS + (<usize>decimals << 3)) // from one double to the next
  const about = reinterpret<u64>(<f64>digits / <f64>unit)
  const s = 1075 - <i64>(about >> 52)
  const m = (about & ((1 << 52) - 1)) | (1 << 52)
  const isAtEdge = m < (1 << 52) + 8 || m > (1 << 53) - 8 // doubles are further apart, or nearer, beyond
  if (isAtEdge || s < 1 || s > MOST_BITS) return Shortest.UNKNOWN
  let difference = <i64>((digits << s) - m * <u64>unit)
  // to the nearest double
  while (2 * difference > unit) difference -= unit
  while (2 * difference < -unit) difference += unit
  const step = <i64>1 << s // from one text of that many digits to the next
  if (2 * magnitude(difference) == unit || 2 * magnitude(difference) == step) return Shortest.UNKNOWN
  if (2 * magnitude(difference) > step) return Shortest.NO // the next text is nearer to it
  const last = <i64>(digits % 10)
  const below = 2 * magnitude(difference - last * step)
  const above = 2 * magnitude(difference + (10 - last) * step)
  if (below == unit || above == unit) return Shortest.UNKNOWN
  return below > unit && above > unit ? Shortest.YES : Shortest.NO
}

@inline function magnitude(n: i64): i64 {
  return n < 0 ? -n : n
}
