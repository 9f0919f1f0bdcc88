// Provides the contract of a source: where bytes come from.

import type { Gate } from '../core/gate.ts'

export interface Reading {
  /** Takes the next bytes and answers whether more are wanted. They may be overwritten after that. */
  write(bytes: Uint8Array): boolean
  /** Where the next bytes may be put, for `write` to find them there. */
  space?(bytes: number): Uint8Array | undefined
  /** Says that the next bytes of the document, so many, were read by others. */
  skip?(bytes: number): void
  /** Says that what comes next is another document: a file that is followed began anew; `seen` says how, if that may have cost something. */
  restart?(seen?: string): void
  /** Called with the number of bytes in all, as they are stored, where that is known. */
  onSize?(bytes: number): void
  /** Called before the first bytes with the encoding that a server says the document is in. */
  onCharset?(name: string): void
  /** Called with the number of bytes just read, as they are stored: compressed ones, if they are. */
  onRead?(bytes: number): void
  /** Shut while a sink is full. */
  gate: Pick<Gate, 'whenOpen'>
  /** Aborted when no more is wanted. */
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

/** How sources are read, where not as usual. */
export interface SourceOptions {
  /** Waits for more at the end of a file, and for the file that takes its place. */
  follow?: boolean
  /** Seconds without a byte after which a server has failed. */
  timeout?: number
  /** Whether the same name comes again: who listens goes on to listen, until the signal. */
  isNamedAgain?: boolean
  /** Aborted when no input is read any more. */
  signal?: AbortSignal
  /** Called with the address when a source listens at a port of the system's choice. */
  onListening?: (address: string) => void
}
