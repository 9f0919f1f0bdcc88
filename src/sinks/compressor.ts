// Provides what compressing writers share: they gather blocks, and refuse more when one has failed.

import type { OutputError } from '../core/errors.ts'
import { BlockBuffer } from './block-buffer.ts'
import type { Writer } from './writer.ts'

export abstract class Compressor implements Writer {
  protected readonly buffer: BlockBuffer
  protected isRead = true
  protected failure: OutputError | undefined

  /** Blocks are of so many bytes. */
  constructor(block: number) {
    this.buffer = new BlockBuffer(block, (bytes) => this.compress(bytes))
  }

  write(text: string): boolean {
    if (this.#takes()) this.buffer.addText(text)
    return this.isRead
  }

  writeText(bytes: Uint8Array): boolean {
    return this.writeBytes(bytes)
  }

  writeBytes(bytes: Uint8Array): boolean {
    if (this.#takes()) this.buffer.addBytes(bytes)
    return this.isRead
  }

  abstract flush(): Promise<void>

  protected abstract compress(block: Buffer): void

  #takes(): boolean {
    if (this.failure) throw this.failure
    return this.isRead
  }
}
