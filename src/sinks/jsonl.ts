// Turns records into JSON lines.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { printable } from '../core/printable.ts'
import { jsonOf } from '../formats/jsonl.ts'
import { Lines, type Writable } from '../record/lines.ts'
import type { Output } from './output.ts'

type Writer = Pick<Output, 'write' | 'writeLines'>

/** Writes every record as a line, without spaces, and is done when the reader has gone. */
export const jsonl: (output: Writer, isTerminal?: boolean) => Target<Writable> = coroutine(
  function* (output: Writer, isTerminal = false): Receiver<Writable> {
    let isRead = true
    while (isRead) {
      const item = yield
      if (!(item instanceof Lines)) {
        const line = jsonOf(item)
        isRead = output.write(`${isTerminal ? printable(line) : line}\n`)
      } else if (isTerminal) isRead = printLines(output, item)
      else isRead = output.writeLines(item)
    }
  },
)

function printLines(output: Writer, { bytes }: Lines): boolean {
  const lines = Buffer.from(bytes).toString('utf8').trimEnd().split('\n')
  return lines.every((line) => output.write(`${printable(line)}\n`))
}
