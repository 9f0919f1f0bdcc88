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
