// Answers how the document in a file begins, as it was before compression.

import { Gate } from '../core/gate.ts'
import { type Compression, compressionOf } from '../sources/compression.ts'
import { Decompressed } from '../sources/decompressed.ts'
import { FileSource } from '../sources/file.ts'
import { BEGINNING, storedBeginningOf } from './identity.ts'

export interface Beginning {
  /** The first bytes. */
  first: Buffer
  compression: Compression | undefined
}

/** @throws InputError for what is no file, or cannot be read or expanded. */
export async function beginningOf(file: string): Promise<Beginning> {
  const stored = storedBeginningOf(file)
  const compression = compressionOf(stored) ?? 'none'
  if (compression === 'none') return { first: stored, compression: undefined }
  return { first: await expandedBeginningOf(file), compression }
}

async function expandedBeginningOf(file: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  await new Decompressed(new FileSource(file)).read({
    write(bytes) {
      pieces.push(Buffer.from(bytes))
      length += bytes.length
      return length < BEGINNING
    },
    gate: new Gate(),
    signal: new AbortController().signal,
  })
  return Buffer.concat(pieces).subarray(0, BEGINNING)
}
