// Says what a file is known by: that it is the same that another run has read.

import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export interface Identity {
  size: number
  /** When it was written last, in ms. */
  modified: number
  /** Of its first and its last bytes. */
  digest: string
}

const ENDS = 64 * 1024 // bytes

/** Null for what cannot be opened: whoever reads it says why. */
export function identityOf(path: string): Identity | null {
  try {
    const descriptor = openSync(path, 'r')
    try {
      const { size, mtimeMs } = fstatSync(descriptor)
      const hash = createHash('sha256')
      for (const at of [0, Math.max(0, size - ENDS)]) hash.update(bytesAt(descriptor, at))
      return { size, modified: mtimeMs, digest: hash.digest('hex') }
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return null
  }
}

function bytesAt(descriptor: number, position: number): Buffer {
  const bytes = Buffer.alloc(ENDS)
  return bytes.subarray(0, readSync(descriptor, bytes, 0, ENDS, position))
}
