// Turns records into the bytes of a format.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { printable } from '../core/printable.ts'
import { type Encoded, type Encoder, isPieces } from '../formats/format.ts'
import { Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { nameErrors } from './name-errors.ts'
import type { Output } from './output.ts'
import { takingWritten, Written } from './written.ts'

type Writer = Pick<Output, 'write' | 'writeLines'>

export interface Encoding {
  encoder: Encoder
  /** What errors call the destination. */
  name: string
  isTerminal: boolean
}

/** What follows the last record is written also when a failure made it the last. */
export function encoded(output: Writer, encoding: Encoding): Target<Value | Lines | Written> {
  const { encoder, isTerminal } = encoding
  const target = written(output, encoding)
  return isTerminal ? target : takingWritten(target, () => encoder.layout)
}

const written: (output: Writer, encoding: Encoding) => Target<Value | Lines | Written> = coroutine(
  function* (output: Writer, encoding: Encoding): Receiver<Value | Lines | Written> {
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
    const writeLines = (lines: Lines) => {
      isWhole = false
      const made = encoder.encodeLines?.(lines) ?? []
      const pieces = nameErrors(name, () => made[Symbol.iterator]())
      let isRead = true
      while (isRead) {
        const { value: piece, done } = nameErrors(name, () => pieces.next())
        if (done) break
        if (encoder.writesBytes) isRead = output.write(piece.bytes, piece.records)
        else if (!isTerminal) isRead = output.writeLines(piece)
        else
          isRead = output.write(visible(Buffer.from(piece.bytes).toString('utf8')), piece.records)
      }
      isWhole = isRead
    }
    try {
      while (isWhole) {
        const item = yield
        if (item instanceof Written) {
          isWhole = false
          nameErrors(name, () => encoder.join?.(item.records, item.found))
          isWhole = output.writeLines(item)
        } else if (item instanceof Lines) writeLines(item)
        else write(() => encoder.encode(item), 1)
      }
    } finally {
      if (isWhole) write(() => encoder.end(), 0)
    }
  },
)

/** Lines as a terminal may show them. */
function visible(data: string | Uint8Array): string | Uint8Array {
  if (typeof data !== 'string') return data
  return data.replace(/[^\n\t]+/g, printable)
}
