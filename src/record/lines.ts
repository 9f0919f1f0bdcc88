// Provides lines: records that are JSON already, and travel as bytes to where lines are written.

import type { Value } from './record.ts'

/** Whole lines. The bytes may be overwritten after `send` returns. */
export class Lines {
  readonly bytes: Uint8Array
  readonly records: number
  /** The number of the scope that the records are in, where that is said. */
  readonly scope: number | undefined

  constructor(bytes: Uint8Array, records: number, scope?: number) {
    this.bytes = bytes
    this.records = records
    this.scope = scope
  }
}

/** The records of lines. They are read a few at a time: what lives long costs more to collect. */
export function* recordsIn({ bytes }: Lines): Generator<Value> {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at < lines.length; ) {
    const end = lines.indexOf(NEWLINE, Math.min(at + FEW, lines.length) - 1)
    const text = lines.toString('utf8', at, end).replaceAll('\n', ',')
    yield* JSON.parse(`[${text}]`) as Value[]
    at = end + 1
  }
}

/** Lines put together again, many at a time, from lines without their ends. */
export function* joined(lines: Iterable<Uint8Array>): Generator<Lines, void> {
  let bytes = Buffer.allocUnsafeSlow(FEW)
  let filled = 0
  let records = 0
  for (const line of lines) {
    if (filled + line.length >= bytes.length && filled > 0) {
      yield new Lines(bytes.subarray(0, filled), records)
      filled = records = 0
    }
    if (line.length >= bytes.length) bytes = Buffer.allocUnsafeSlow(2 * line.length)
    bytes.set(line, filled)
    filled += line.length
    bytes[filled++] = NEWLINE
    records++
  }
  if (records > 0) yield new Lines(bytes.subarray(0, filled), records)
}

const FEW = 64 * 1024 // bytes
const NEWLINE = 0x0a

/** What a sink of lines receives. */
export type Writable = Value | Lines

const takers = new WeakSet<object>()

/** The same target, known to take lines as well as records. */
export function takingLines<T extends object>(target: T): T {
  takers.add(target)
  return target
}

/** Whether a target is known to take lines. */
export function takesLines(target: object): boolean {
  return takers.has(target)
}
