// Provides the copying of few bytes.

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
