// Provides the contract of an output: where what a sink writes goes.

import type { Encoder, OpenTable } from '../formats/format.ts'
import type { Lines } from '../record/lines.ts'
import type { Continuation } from './continuation.ts'
import type { Appearing } from './keeping.ts'
import type { Writer } from './writer.ts'

/** What is kept until the end of a run, to end well or not. */
export interface Committable {
  /** How many records were written. */
  readonly records: number
  /** Writes out all that was given, for good, and takes no more; to call it again is harmless. */
  flush(): Promise<void>
  /** Makes it appear where that takes its time: when all is written, and before any file appears. */
  conclude?(): Promise<void>
  /** Makes it appear, if it was not there all along; `onCommitted` is called with the name of each file that appears. */
  commit(onCommitted?: (name: string) => void): void
  /** Takes back what has not appeared. */
  discard(): void
  /** Ends at once what it waits for: the run was interrupted. */
  interrupt?(): Promise<void>
  /** Writes nothing more of what comes, if it would not be taken back anyway. */
  silence?(): void
  /** Has all that it was given written out, for good, and answers what has to be known to go on: plain data. */
  keep?(): Promise<unknown>
  /** The files that `commit` makes appear, if they are not there all along. */
  readonly appearing?: Appearing
}

export interface OutputLeft {
  /** Bytes that wait to be compressed. */
  rest?: Uint8Array
  /** What the encoder said of itself. */
  encoder?: unknown
}

export abstract class Output implements Committable {
  records = 0
  /** What stood in the file before, if anything did. */
  readonly before: Continuation | undefined = undefined
  /** What turns records into what is written, where they are not written as they come. */
  encoder: Encoder | undefined
  /** The table that it is, if it is one. */
  readonly table: OpenTable | undefined = undefined
  /** What an earlier run has left to go on with. */
  readonly left: OutputLeft = {}
  protected abstract writer: Writer
  #flushed: Promise<void> | undefined
  #isSilent = false

  /** Leads what will be written through another writer. */
  through(wrap: (writer: Writer) => Writer): void {
    this.writer = wrap(this.writer)
  }

  /**
   * Takes what is written for so many records and answers whether more is wanted: not when the reader has gone.
   *
   * @throws OutputError when an earlier write has failed.
   */
  write(data: string | Uint8Array, records = 1): boolean {
    if (this.#isSilent) return false
    const isRead = typeof data === 'string' ? this.writer.write(data) : this.writer.writeBytes(data)
    if (isRead) this.records += records
    return isRead
  }

  /** The same for whole lines. */
  writeLines({ bytes, records }: Lines): boolean {
    if (this.#isSilent) return false
    const isRead = this.writer.writeText(bytes)
    if (isRead) this.records += records
    return isRead
  }

  flush(): Promise<void> {
    this.#flushed ??= this.writeOut()
    return this.#flushed
  }

  protected abstract writeOut(): Promise<void>

  commit(_onCommitted?: (name: string) => void): void {}

  discard(): void {}

  silence(): void {
    this.#isSilent = true
  }
}
