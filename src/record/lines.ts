// Provides lines: records that are JSON already, and travel as bytes to where lines are written.

import type { Value } from './record.ts'

/** Whole lines. The bytes may be overwritten after `send` returns. */
export class Lines {
  readonly bytes: Uint8Array
  readonly records: number

  constructor(bytes: Uint8Array, records: number) {
    this.bytes = bytes
    this.records = records
  }
}

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
