// Turns what holds a document, a text or bytes, into the pieces that are read at once.

import type { Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'

/** A document at hand: its text, its bytes, or its bytes in chunks of any size, cut anywhere. */
export type XmlDocument = string | Uint8Array | Iterable<Uint8Array>

const PIECE = 64 * 1024 // bytes; what is found in one waits until it is taken

export function* piecesOf(document: XmlDocument): Generator<Uint8Array, void> {
  if (typeof document === 'string') yield* cut(encoded(document))
  else if (document instanceof Uint8Array) yield* cut(document)
  else for (const chunk of document) yield* cut(chunk)
}

export function* cut(chunk: Uint8Array): Generator<Uint8Array, void> {
  if (!(chunk instanceof Uint8Array)) {
    throw new UsageError(`chunk of a document is not bytes: ${typeof chunk}`)
  }
  for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE)
}

/** Sends all of a document, until its target is done, and ends that; what goes wrong is thrown into it too. */
export function sendAll(document: XmlDocument, target: Target<Uint8Array>): void {
  try {
    if (!target.done) {
      for (const piece of piecesOf(document)) if (!target.send(piece)) break
    }
    target.close()
  } catch (error) {
    target.throw(error)
    throw error
  }
}

/** A text has no encoding, whatever it declares; white space in its place keeps all columns. */
function encoded(text: string): Uint8Array {
  return Buffer.from(
    text.replace(DECLARED_ENCODING, (found, before: string) => before.padEnd(found.length)),
  )
}

const DECLARED_ENCODING = /^(\ufeff?<\?xml\s[^>]*?)\sencoding\s*=\s*["'][^"'>]*["']/
