// Compares bytes and gives them a hash, where up to 16 may be read after their end.

@inline const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15

@inline export function hashOf(p: usize, length: u32, seed: usize): u32 {
  let hash = (<u64>seed ^ (<u64>length << 32)) * FACTOR
  let left = length
  for (; left > 8; left -= 8, p += 8) {
    hash = (hash ^ load<u64>(p)) * FACTOR
    hash ^= hash >> 32
  }
  if (left) hash = (hash ^ (load<u64>(p) << <u64>(64 - 8 * left))) * FACTOR
  return <u32>(hash >> 32)
}

@inline export function areEqual(a: usize, b: usize, length: u32): bool {
  let left = length
  for (; left > 16; left -= 16, a += 16, b += 16) {
    if (i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b))) != 0xffff) return false
  }
  const equal = i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b)))
  return !(~equal & ((1 << left) - 1))
}

/** Less than 0 where the first are less, as bytes without a sign. */
export function compare(a: usize, length: u32, b: usize, other: u32): i32 {
  const both = min(length, other)
  for (let i: u32 = 0; i < both; i += 16) {
    const differ = ~i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i))) & 0xffff
    if (!differ) continue
    const at = i + ctz(differ)
    return at < both ? <i32>load<u8>(a + at) - <i32>load<u8>(b + at) : <i32>length - <i32>other
  }
  return <i32>length - <i32>other
}
