// Turns numbers into whole ones, of the smallest that a double can hold, and back: nothing is lost on the way there.

const LEAST = 1074 // 2 ** -1074 is that one
const BITS = 52 // of the fraction of a double
const ENOUGH = 64 // bits, to round to those of a double

const bytes = new DataView(new ArrayBuffer(8))

export function exactly(number: number): bigint {
  bytes.setFloat64(0, number)
  const bits = bytes.getBigUint64(0)
  const exponent = Number((bits >> BigInt(BITS)) & 0x7ffn)
  const fraction = BigInt.asUintN(BITS, bits)
  const size = exponent === 0 ? fraction : (fraction | (1n << BigInt(BITS))) << BigInt(exponent - 1)
  return number < 0 ? -size : size
}

/** The double next to it, the even one of two. */
export function rounded(whole: bigint): number {
  const size = whole < 0n ? -whole : whole
  const above = Math.max(0, size.toString(16).length * 4 - ENOUGH)
  const front = size >> BigInt(above)
  const isMore = front << BigInt(above) !== size // a bit below is as good as all of them
  const number = Number(isMore ? front | 1n : front) * 2 ** (above - LEAST)
  return whole < 0n ? -number : number
}
