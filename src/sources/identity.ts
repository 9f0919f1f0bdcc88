// Says what a file is known by: that it is the same that another run has read.

import { closeSync, fstatSync, openSync } from 'node:fs'
import { digestOfEnds } from './ends.ts'

export interface Identity {
  size: number
  /** When it was written last, in ms. */
  modified: number
  /** Of its first and its last bytes. */
  digest: string
}

/** Null for what cannot be opened: whoever reads it says why. */
export function identityOf(path: string): Identity | null {
  try {
    const descriptor = openSync(path, 'r')
    try {
      const { size, mtimeMs } = fstatSync(descriptor)
      return { size, modified: mtimeMs, digest: digestOfEnds(descriptor, size) }
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return null
  }
}
