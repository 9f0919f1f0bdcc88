// Finds the files that can be read at any place.

import { closeSync, openSync, readSync } from 'node:fs'
import { compressionOf } from '../sources/compression.ts'
import { sizeOf } from '../sources/size.ts'

/** Whether it is a file of so many bytes that can be read at any place. */
export function isPlain(input: string, smallest: number): boolean {
  const head = Buffer.alloc(64)
  try {
    if ((sizeOf(input) ?? -1) < smallest) return false
    const descriptor = openSync(input, 'r')
    const length = readSync(descriptor, head, 0, head.length, 0)
    closeSync(descriptor)
    return compressionOf(head.subarray(0, length)) === 'none'
  } catch {
    return false // whoever reads it says why
  }
}
