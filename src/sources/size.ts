// Answers how large an input is before it is read, where that is cheap to know.

import { statSync } from 'node:fs'

/** Bytes, as they lie there: those of a file. */
export function sizeOf(input: string): number | undefined {
  const kind = statSync(input, { throwIfNoEntry: false })
  return kind?.isFile() ? kind.size : undefined
}
