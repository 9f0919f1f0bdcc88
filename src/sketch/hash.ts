// Turns a text into 128 bits: MurmurHash3 (x86, 128 bits) of its bytes as UTF-16LE.

/** Four words of 32 bits, which the next call overwrites. */
export type Hash = (text: string) => Uint32Array

const [C1, C2, C3, C4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const

/** Without a given seed it cannot be known which texts will collide. */
export function hashWith(seed: number = Math.random() * 2 ** 32): Hash {
  const words = new Uint32Array(4)
  return (text) => {
    let [h1, h2, h3, h4] = [seed | 0, seed | 0, seed | 0, seed | 0]
    const { length } = text
    const whole = length & ~7
    for (let i = 0; i < whole; i += 8) {
      h1 ^= mix(pair(text, i), C1, 15, C2)
      h1 = Math.imul((rotated(h1, 19) + h2) | 0, 5) + 0x561ccd1b
      h2 ^= mix(pair(text, i + 2), C2, 16, C3)
      h2 = Math.imul((rotated(h2, 17) + h3) | 0, 5) + 0x0bcaa747
      h3 ^= mix(pair(text, i + 4), C3, 17, C4)
      h3 = Math.imul((rotated(h3, 15) + h4) | 0, 5) + 0x96cd1c35
      h4 ^= mix(pair(text, i + 6), C4, 18, C1)
      h4 = Math.imul((rotated(h4, 13) + h1) | 0, 5) + 0x32ac3b17
    }
    if (whole < length) {
      h1 ^= mix(pair(text, whole), C1, 15, C2)
      h2 ^= mix(pair(text, whole + 2), C2, 16, C3)
      h3 ^= mix(pair(text, whole + 4), C3, 17, C4)
      h4 ^= mix(pair(text, whole + 6), C4, 18, C1)
    }
    h1 ^= length * 2
    h2 ^= length * 2
    h3 ^= length * 2
    h4 ^= length * 2
    h1 = (h1 + h2 + h3 + h4) | 0
    h2 = (h2 + h1) | 0
    h3 = (h3 + h1) | 0
    h4 = (h4 + h1) | 0
    h1 = finished(h1)
    h2 = finished(h2)
    h3 = finished(h3)
    h4 = finished(h4)
    h1 = (h1 + h2 + h3 + h4) | 0
    words[0] = h1
    words[1] = h2 + h1
    words[2] = h3 + h1
    words[3] = h4 + h1
    return words
  }
}

/** Two units of the text; 0 after its end. */
function pair(text: string, at: number): number {
  return (text.charCodeAt(at) || 0) | ((text.charCodeAt(at + 1) || 0) << 16)
}

function mix(block: number, before: number, bits: number, after: number): number {
  return Math.imul(rotated(Math.imul(block, before), bits), after)
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

function finished(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
