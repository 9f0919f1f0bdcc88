// Turns records into JSON lines.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { StageError } from '../core/errors.ts'
import { printable } from '../core/printable.ts'
import type { Value } from '../record/record.ts'
import type { Output } from './output.ts'

/** Writes every record as a line, without spaces, and is done when nobody reads them. */
export const jsonl: (output: Pick<Output, 'write'>, isTerminal?: boolean) => Target<Value> =
  coroutine(function* (output: Pick<Output, 'write'>, isTerminal = false): Receiver<Value> {
    const line = isTerminal ? (record: Value) => printable(json(record)) : json
    while (output.write(`${line(yield)}\n`));
  })

function json(record: Value): string {
  try {
    return JSON.stringify(record)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StageError('record too deep or too long for a line of JSON')
  }
}
