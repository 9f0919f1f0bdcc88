// Provides the contract of an output: where the text of a sink goes.

import type { Lines } from '../record/lines.ts'
import type { BlockWriter } from './block-writer.ts'

export abstract class Output {
  /** How many records were written. */
  records = 0
  protected abstract readonly writer: BlockWriter
  #flushed: Promise<void> | undefined

  /**
   * Takes the text of one record and answers whether more is wanted: not when the reader has gone.
   *
   * @throws OutputError when an earlier write has failed.
   */
  write(text: string): boolean {
    const isRead = this.writer.write(text)
    if (isRead) this.records++
    return isRead
  }

  /** The same for whole lines. */
  writeLines({ bytes, records }: Lines): boolean {
    const isRead = this.writer.writeBytes(bytes)
    if (isRead) this.records += records
    return isRead
  }

  /** Writes out all that was given, for good, and takes no more; to call it again is harmless. */
  flush(): Promise<void> {
    this.#flushed ??= this.writeOut()
    return this.#flushed
  }

  protected abstract writeOut(): Promise<void>

  /** Makes it appear, if it has not done so all along. */
  commit(): void {}

  /** Takes back what has not appeared. */
  discard(): void {}
}
