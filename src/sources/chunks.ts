// Reads chunks that come when they come, as from a stream, for as long as they are wanted.

import { CosaxError, InputError, messageOf } from '../core/errors.ts'
import type { Reading } from './source.ts'

/**
 * Answers whether it reached the end.
 *
 * @throws InputError with `name` when the chunks break off; what `reading` throws as it is.
 */
export async function readChunks(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  { write, gate, signal }: Reading,
): Promise<boolean> {
  let failure: { error: unknown } | undefined // of the reader, not of the chunks
  try {
    for await (const chunk of chunks) {
      if (signal.aborted) return false
      try {
        if (!write(chunk)) return false
        await gate.whenOpen()
      } catch (error) {
        failure = { error }
        throw error
      }
    }
    return !signal.aborted
  } catch (error) {
    if (failure) throw failure.error
    if (signal.aborted) return false
    throw error instanceof CosaxError ? error : new InputError(`${name}: ${messageOf(error)}`)
  }
}
