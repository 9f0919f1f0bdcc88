// Makes documents of any size out of small pieces, when they are wanted.

const BATCH = 65_536

/** A text so many times over. */
export function* repeat(text, times) {
  const perBatch = Math.ceil(BATCH / text.length)
  const batch = Buffer.from(text.repeat(Math.min(perBatch, times)))
  for (let left = times; left > 0; left -= perBatch) {
    yield left < perBatch ? batch.subarray(0, left * text.length) : batch
  }
}

/** The texts of the numbers from 0. */
export function* each(times, textOf) {
  for (let from = 0; from < times; from += 1000) {
    const length = Math.min(1000, times - from)
    yield Buffer.from(Array.from({ length }, (_, index) => textOf(from + index)).join(''))
  }
}

/** Joins texts and sequences of pieces to one sequence. */
export function* document(...parts) {
  for (const part of parts) {
    if (typeof part === 'string') yield Buffer.from(part)
    else yield* part
  }
}

/** The same bytes in chunks of one size, all in one buffer: a chunk is good until the next one. */
export function* chunksOf(pieces, size) {
  const chunk = Buffer.alloc(size)
  let filled = 0
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const taken = piece.copy(chunk, filled, at)
      at += taken
      filled += taken
      if (filled < size) continue
      yield chunk
      filled = 0
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled)
}
