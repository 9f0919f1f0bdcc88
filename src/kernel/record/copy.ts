// Provides the copying of bytes that are mostly few.

/** Copies bytes that are mostly few, 16 at a time: there must be room for 15 more. Answers where they end. */
@inline export function copyShort(to: usize, from: usize, length: usize): usize {
  const end = to + length
  while (true) {
    v128.store(to, v128.load(from))
    to += 16
    if (to >= end) return end
    from += 16
  }
}

const FEW: usize = 256

/** The same of bytes that may also be many. */
@inline export function copyMostlyShort(to: usize, from: usize, length: usize): usize {
  if (length <= FEW) return copyShort(to, from, length)
  memory.copy(to, from, length)
  return to + length
}

/** Copies text as JSON has it; answers its end. */
export function copyEscaped(at: usize, from: usize, end: usize): usize {
  let to = at
  for (let p = from; p < end; p++) {
    const b = load<u8>(p)
    const letter: u8 = b == 0x0a ? 0x6e : b == 0x09 ? 0x74 : b == 0x0d ? 0x72 : b == 0x22 || b == 0x5c ? b : 0
    if (letter) store<u8>(to++, 0x5c)
    store<u8>(to++, letter ? letter : b)
  }
  return to
}
