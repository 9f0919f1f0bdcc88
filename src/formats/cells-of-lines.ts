// Reads lines of JSON up to where a group of rows is full: most without making records of them.

import type { CellReader } from '../engine/cell-reader.ts'
import type { Value } from '../record/record.ts'
import { type Counted, sizeOf } from './row-group.ts'

const MOST_BYTES = 4 * 1024 * 1024 // of lines, which take several times as much memory there
const LF = 0x0a

/** What was read of lines. */
export interface Taken extends Counted {
  bytes: number
}

export interface CellsTaker {
  /** Finds the cells of records, if it can, and knows at any time which. */
  readonly reader: CellReader | undefined
  /** Takes the records that it has found. */
  takeFound(reader: CellReader): void
  /** Takes one that it does not read; answers whether it is to find other cells from then on. */
  takeRecord(record: Value): boolean
}

/** `left` is what the group takes until it is full. */
export function takeCells(bytes: Uint8Array, left: Counted, into: CellsTaker): Taken {
  const reader = bytes.length > MOST_BYTES ? undefined : into.reader
  return reader ? takeFound(reader, bytes, left, into) : takeRecords(bytes, left, into)
}

function takeFound(reader: CellReader, bytes: Uint8Array, left: Counted, into: CellsTaker): Taken {
  const taken: Taken = { bytes: 0, rows: 0, size: 0 }
  let start = 0
  reader.read(bytes)
  while (!reader.isDone && isOpen(taken, left)) {
    reader.find(left.rows - taken.rows, left.size - taken.size)
    if (reader.count > 0) into.takeFound(reader)
    add(taken, reader.count, reader.size)
    if (!reader.isStopped) continue
    const record = JSON.parse(reader.nextLine()) as Value
    add(taken, 1, sizeOf(record))
    const end = start + reader.taken
    if (!into.takeRecord(record)) continue
    start = end
    reader.read(bytes.subarray(start))
  }
  return { ...taken, bytes: start + reader.taken }
}

function takeRecords(bytes: Uint8Array, left: Counted, into: CellsTaker): Taken {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const taken: Taken = { bytes: 0, rows: 0, size: 0 }
  while (taken.bytes < lines.length && isOpen(taken, left)) {
    const end = lines.indexOf(LF, taken.bytes)
    const record = JSON.parse(lines.toString('utf8', taken.bytes, end)) as Value
    into.takeRecord(record)
    add(taken, 1, sizeOf(record))
    taken.bytes = end + 1
  }
  return taken
}

function isOpen(taken: Counted, left: Counted): boolean {
  return taken.rows < left.rows && taken.size < left.size
}

function add(taken: Counted, rows: number, size: number): void {
  taken.rows += rows
  taken.size += size
}
