// Says of a record that it is too deep for what goes into it by recursion.

import { StageError } from '../core/errors.ts'

/** @throws StageError when the recursion has no end in sight. */
export function shallow<T>(map: () => T): T {
  try {
    return map()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StageError('record too deep or too long for a mapping')
  }
}
