// Provides a reader that keeps what it is given.

import { Gate } from '../../src/core/gate.ts'
import type { Reading } from '../../src/sources/source.ts'

/** What reads into `chunks` and always wants more, unless it is given otherwise. */
export function reading(chunks: Buffer[], rest: Partial<Reading> = {}): Reading {
  const write = (bytes: Uint8Array) => {
    chunks.push(Buffer.from(bytes)) // a copy: the bytes may be overwritten
    return true
  }
  return { write, gate: new Gate(), signal: new AbortController().signal, ...rest }
}
