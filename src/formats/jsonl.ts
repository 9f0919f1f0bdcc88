// Provides JSON lines: every record as JSON without spaces, on a line of its own.

import { StageError } from '../core/errors.ts'
import type { Value } from '../record/record.ts'
import type { OpenEncoder } from './format.ts'

export const jsonl: OpenEncoder = {
  makes: 'bytes',
  open: () => ({ encode: (record) => `${jsonOf(record)}\n`, end: () => '' }),
}

/** @throws StageError when it is beyond what a text or the stack can hold. */
export function jsonOf(record: Value): string {
  try {
    return JSON.stringify(record)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StageError('record too deep or too long for a line of JSON')
  }
}
