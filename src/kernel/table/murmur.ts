// Gives units of UTF-16 the hash that `sketch/hash.ts` gives them as a text: MurmurHash3 (x86, 128 bits), its first two words.

import { DISTINCT_SEED } from './layout'

@inline const C1: u32 = 0x239b961b
@inline const C2: u32 = 0xab0e9789
@inline const C3: u32 = 0x38b34ae5
@inline const C4: u32 = 0xa1e38b93
@inline const SEED: u32 = DISTINCT_SEED

/** Bytes that are hashed at a time. */
@inline const BLOCK: usize = 16

let h1: u32 = 0
let h2: u32 = 0
let h3: u32 = 0
let h4: u32 = 0

/** The words of the text that was hashed last. */
export let firstWord: u32 = 0
export let secondWord: u32 = 0

/**
 * Takes what is whole of the bytes from `p` to `end`, which are the first of a text or come next; answers where the rest
 * begins. Where they are the last of `size` bytes in all, it takes the rest as well, after which zeros stand.
 */
export function hashBytes(p: usize, end: usize, isFirst: bool, isLast: bool, size: u32): usize {
  let a = isFirst ? SEED : h1
  let b = isFirst ? SEED : h2
  let c = isFirst ? SEED : h3
  let d = isFirst ? SEED : h4
  for (; p + BLOCK <= end; p += BLOCK) {
    a ^= mixed(load<u32>(p), C1, 15, C2)
    a = (rotl(a, 19) + b) * 5 + 0x561ccd1b
    b ^= mixed(load<u32>(p, 4), C2, 16, C3)
    b = (rotl(b, 17) + c) * 5 + 0x0bcaa747
    c ^= mixed(load<u32>(p, 8), C3, 17, C4)
    c = (rotl(c, 15) + d) * 5 + 0x96cd1c35
    d ^= mixed(load<u32>(p, 12), C4, 18, C1)
    d = (rotl(d, 13) + a) * 5 + 0x32ac3b17
  }
  if (!isLast) {
    h1 = a
    h2 = b
    h3 = c
    h4 = d
    return p
  }
  a ^= mixed(load<u32>(p), C1, 15, C2) ^ size
  b ^= mixed(load<u32>(p, 4), C2, 16, C3) ^ size
  c ^= mixed(load<u32>(p, 8), C3, 17, C4) ^ size
  d ^= mixed(load<u32>(p, 12), C4, 18, C1) ^ size
  a += b + c + d
  b = finished(b + a)
  c = finished(c + a)
  d = finished(d + a)
  firstWord = finished(a) + b + c + d
  secondWord = b + firstWord
  return end
}

@inline function mixed(block: u32, before: u32, bits: u32, after: u32): u32 {
  return rotl(block * before, bits) * after
}

@inline function finished(word: u32): u32 {
  let bits = (word ^ (word >> 16)) * 0x85ebca6b
  bits = (bits ^ (bits >> 13)) * 0xc2b2ae35
  return bits ^ (bits >> 16)
}
