// Turns a run, lines in a part of a spill file, back into lines, one at a time.

import type { SpillFile } from './spill-file.ts'

/** Where the lines of a run begin and end in their file. */
export interface Run {
  start: number
  end: number
}

const NEWLINE = 0x0a

/** The lines of a run in memory, without their ends. */
export function* linesIn(run: Uint8Array): Generator<Buffer, void> {
  const bytes = Buffer.from(run.buffer, run.byteOffset, run.length)
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, from)
    yield bytes.subarray(from, end)
    from = end + 1
  }
}

/** Each line is without its end, and only to be used until the next one is asked for. */
export function* linesOf(file: SpillFile, run: Run, bytes: number): Generator<Buffer, void> {
  let buffer = Buffer.allocUnsafeSlow(bytes)
  let position = run.start
  let from = 0
  let filled = 0
  while (from < filled || position < run.end) {
    const at = buffer.subarray(0, filled).indexOf(NEWLINE, from)
    if (at >= 0) {
      yield buffer.subarray(from, at)
      from = at + 1
      continue
    }
    const isFull = from === 0 && filled === buffer.length
    const larger = isFull ? Buffer.allocUnsafeSlow(buffer.length * 2) : buffer // a longer line
    buffer.copy(larger, 0, from, filled)
    buffer = larger
    filled -= from
    from = 0
    const found = file.read(buffer.subarray(filled), position, run.end)
    position += found
    filled += found
  }
}
