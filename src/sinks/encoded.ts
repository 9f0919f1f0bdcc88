// Turns records into the bytes of a format.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { printable } from '../core/printable.ts'
import { type Encoded, type Encoder, isPieces } from '../formats/format.ts'
import type { Value } from '../record/record.ts'
import { nameErrors } from './name-errors.ts'
import type { Output } from './output.ts'

export interface Encoding {
  encoder: Encoder
  /** What errors call the destination. */
  name: string
  isTerminal: boolean
}

/** What follows the last record is written also when a failure made it the last. */
export const encoded: (output: Pick<Output, 'write'>, encoding: Encoding) => Target<Value> =
  coroutine(function* (output: Pick<Output, 'write'>, encoding: Encoding): Receiver<Value> {
    const { encoder, name, isTerminal } = encoding
    let isWhole = true
    const write = (make: () => Encoded, records: number) => {
      isWhole = false
      const data = nameErrors(name, make)
      const pieces = isPieces(data) ? data : undefined
      let isRead = output.write(isPieces(data) ? '' : isTerminal ? visible(data) : data, records)
      while (pieces && isRead) {
        const { value, done } = nameErrors(name, () => pieces.next())
        if (done) break
        isRead = output.write(value, 0)
      }
      isWhole = isRead
    }
    try {
      while (isWhole) {
        const record = yield
        write(() => encoder.encode(record), 1)
      }
    } finally {
      if (isWhole) write(() => encoder.end(), 0)
    }
  })

/** Lines as a terminal may show them. */
function visible(data: string | Uint8Array): string | Uint8Array {
  if (typeof data !== 'string') return data
  return data.replace(/[^\n\t]+/g, printable)
}
