// Answers whether an input is a file whose bytes are XML as they lie there: then it can be read at any place.

import { closeSync, openSync, readSync } from 'node:fs'
import { compressionOf } from './compression.ts'
import { sizeOf } from './size.ts'

/** Whether it is a file, and not compressed. */
export function isPlain(input: string): boolean {
  const head = Buffer.alloc(64)
  try {
    if (sizeOf(input) === undefined) return false
    const descriptor = openSync(input, 'r')
    const length = readSync(descriptor, head, 0, head.length, 0)
    closeSync(descriptor)
    return compressionOf(head.subarray(0, length)) === 'none'
  } catch {
    return false // whoever reads it says why
  }
}
