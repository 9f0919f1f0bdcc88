// Provides the contract of a source: where bytes come from.

import type { Gate } from '../core/gate.ts'

export interface Reading {
  /** Takes the next bytes and answers whether more are wanted. They may be overwritten after that. */
  write(bytes: Uint8Array): boolean
  /** Where the next bytes may be put, for `write` to find them there. */
  space?(bytes: number): Uint8Array | undefined
  /** Shut while a sink is full. */
  gate: Gate
  /** Aborted when nobody waits for more. */
  signal: AbortSignal
}

export interface Source {
  /** What to call it in messages. */
  readonly name: string
  /**
   * Reads until the end, until no more bytes are wanted or until the signal; answers whether it was the end.
   *
   * @throws InputError when the source cannot be opened or read.
   */
  read(reading: Reading): Promise<boolean>
}
