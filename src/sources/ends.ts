// Answers what a file is known by without reading all of it: a digest of both its ends.

import { readSync } from 'node:fs'

const END = 64 * 1024 // bytes at each end

/** SHA-256 of the first and the last bytes of an open file of so many. */
export function digestOfEnds(descriptor: number, size: number): string {
  const { createHash } = process.getBuiltinModule('node:crypto')
  const hash = createHash('sha256')
  for (const at of [0, Math.max(0, size - END)]) hash.update(bytesAt(descriptor, at, END))
  return hash.digest('hex')
}

/** So many bytes from a place on, or as many as there are. */
export function bytesAt(descriptor: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset))
}
