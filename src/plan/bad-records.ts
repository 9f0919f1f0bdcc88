// Decides how many faults of the inputs are left out, and writes what was left out to its destination.

import type { Target } from '../core/coroutine.ts'
import type { Kept } from '../core/kept.ts'
import type { BadRecord, BadRecordPolicy } from '../engine/bad-record.ts'
import { UTF8 } from '../engine/encodings.ts'
import type { XmlError } from '../engine/xml-error.ts'
import type { Value } from '../record/record.ts'
import type { Writing } from '../record/writing.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'

export interface LeavingOut {
  /** How many faults are left out. */
  most: number
  /** Receives what is left out. */
  quarantine?: Target<Value>
  onBadRecord: (bad: BadRecord) => void
}

const COLUMNS = ['source', 'offset', 'line', 'column', 'error']

export class BadRecords implements BadRecordPolicy, Kept<number> {
  readonly #of: LeavingOut
  #faults = 0

  constructor(options: LeavingOut) {
    this.#of = options
  }

  /** How many were left out. */
  state(): number {
    return this.#faults
  }

  restore(faults: number): void {
    this.#faults = faults
  }

  allows(_: XmlError): boolean {
    return ++this.#faults <= this.#of.most
  }

  leaveOut(bad: BadRecord): void {
    const { quarantine, onBadRecord } = this.#of
    onBadRecord(bad)
    quarantine?.send(recordOf(bad))
  }
}

/** How a quarantine is written: it is wanted most when the run fails. */
export function writingOf(quarantine: string, form: NonNullable<BadRecord['form']>): Writing {
  const { format } = formatOfDestination(quarantine)
  return {
    live: true,
    ...(format.takes.includes('columns') && { columns: [...COLUMNS, form, 'base64'] }),
  }
}

/** What was left out, as a record: bytes that are no text cannot be one of a line of JSON. */
function recordOf({ error, start, bytes, form = 'xml' }: BadRecord): Value {
  const { offset, line, column } = start
  const { source, message } = error
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isText = UTF8.malformed(buffer) < 0
  const content: Record<string, Value> = isText
    ? { [form]: buffer.toString('utf8').trimEnd() }
    : { base64: buffer.toString('base64') }
  return { source, offset, line, column, error: message, ...content }
}
