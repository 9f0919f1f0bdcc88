// Has bytes of a document read in this thread.

import { nextTurn } from '../core/next-turn.ts'
import type { Reading } from '../sources/source.ts'
import type { Content } from './content.ts'

const CHUNK = 256 * 1024
const TURN = 4 // chunks until anything else may happen

/** How far it has come: to the end of the document, or until no more is wanted, or as far as was asked. */
export interface Fed {
  at: number
  how: 'ended' | 'done' | 'more'
}

/** From a place on up to another one. */
export async function feed(
  content: Content,
  { gate, signal, write, space }: Reading,
  from: number,
  to: number,
): Promise<Fed> {
  let at = from
  for (let chunks = 1; at < to; chunks++) {
    if (signal.aborted) return { at, how: 'done' }
    await gate.whenOpen()
    const length = Math.min(CHUNK, to - at)
    const room = space?.(length) ?? memory
    const read = content.read(room.subarray(0, length), at)
    if (read === 0) {
      if (await content.more()) continue
      return { at, how: signal.aborted ? 'done' : 'ended' }
    }
    content.onTaken(read)
    if (!write(room.subarray(0, read))) return { at, how: 'done' }
    at += read
    if (chunks % TURN === 0) await nextTurn()
  }
  return { at, how: 'more' }
}

const memory = Buffer.allocUnsafe(CHUNK) // used again, between two awaits
