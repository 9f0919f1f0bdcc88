// Provides what stopped the reading: a code that the host has words for, a place, and what stands there.

@final export class Fault {
  static code: i32 = 0
  static at: usize = 0
  /** What the fact quotes: bytes in memory. */
  static from: usize = 0
  static length: usize = 0
  /** More to quote: a name. */
  static other: usize = 0
}

/** Notes a fault; answers false, for the caller to give up with. */
export function fail(code: i32, at: usize, from: usize = 0, length: usize = 0): bool {
  Fault.code = code
  Fault.at = at
  Fault.from = from
  Fault.length = length
  Fault.other = 0
  return false
}
