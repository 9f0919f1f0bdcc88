// Decides who reads an input: several threads its parts, any thread all of it, or the first one.

import { closeSync, openSync, readSync } from 'node:fs'
import { compressionOf } from '../sources/compression.ts'
import { sizeOf } from '../sources/size.ts'

export type Way = 'in parts' | 'whole' | 'here'

/** What can be done with the documents of a plan. */
export interface Ways {
  /** Bytes of a file from which on it is read in parts, if that can be. */
  parts?: number
  /** Bytes of a file from which on another thread may be asked for it. */
  whole?: number
}

const EXPANDED = 6 // bytes of XML for one that is compressed, about

/** Who reads an input, and how many bytes of XML that may be. */
export function wayOf(
  input: string,
  { parts = Number.POSITIVE_INFINITY, whole = Number.POSITIVE_INFINITY }: Ways,
): { way: Way; bytes: number } {
  const size = sizeOf(input) ?? 0
  if (size < Math.min(parts, whole)) return { way: 'here', bytes: size }
  const isPlain = compressionOf(headOf(input)) === 'none'
  return {
    way: isPlain && size >= parts ? 'in parts' : size >= whole ? 'whole' : 'here',
    bytes: isPlain ? size : size * EXPANDED,
  }
}

function headOf(input: string): Uint8Array {
  const head = Buffer.alloc(64)
  try {
    const descriptor = openSync(input, 'r')
    const length = readSync(descriptor, head, 0, head.length, 0)
    closeSync(descriptor)
    return head.subarray(0, length)
  } catch {
    return head // whoever reads it says why
  }
}
