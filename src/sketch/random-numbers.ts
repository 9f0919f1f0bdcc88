// Provides random numbers from 0 to 1, 1 excluded, that a seed makes repeatable: xoshiro128**.

export function randomNumbers(seed: number = Math.floor(Math.random() * 2 ** 48)): () => number {
  let [a, b, c, d] = spread(seed)
  const next = () => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotated(d, 11)
    return result >>> 0
  }
  // 53 bits, as a double holds
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53
}

/** A state of which no seed makes all zeros: SplitMix32. */
function spread(seed: number): [number, number, number, number] {
  let state = seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b1)
  const next = () => {
    state = (state + 0x9e3779b9) | 0
    let bits = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
    return bits ^ (bits >>> 16)
  }
  return [next(), next(), next(), next()]
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
