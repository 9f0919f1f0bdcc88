// Answers how large an input is before it is read, where that is cheap to know.

import { statSync } from 'node:fs'

/** Bytes, as they lie there: those of a file. */
export function sizeOf(input: string): number | undefined {
  try {
    const kind = statSync(input)
    return kind.isFile() ? kind.size : undefined
  } catch {
    return undefined // whoever reads it says why
  }
}
