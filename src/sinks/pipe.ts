// Provides a destination that is no regular file, a device or a named pipe, written to directly.

import { close, open } from 'node:fs'
import { promisify } from 'node:util'
import type { Gate } from '../core/gate.ts'
import { BlockWriter } from './block-writer.ts'
import type { Output } from './output.ts'

const openPipe = promisify(open)
const closePipe = promisify(close)

export class Pipe implements Output {
  records = 0
  readonly #descriptor: Promise<number>
  readonly #writer: BlockWriter
  #flushed: Promise<void> | undefined

  /** Opening a named pipe takes until somebody reads it: that is waited for with the first write. */
  constructor(path: string, name: string, gate: Gate, onClosed: () => void) {
    this.#descriptor = openPipe(path, 'w')
    this.#descriptor.catch(() => {}) // told by the writer
    this.#writer = new BlockWriter(this.#descriptor, name, gate, onClosed)
  }

  write(text: string): boolean {
    const isRead = this.#writer.write(text)
    if (isRead) this.records++
    return isRead
  }

  flush(): Promise<void> {
    this.#flushed ??= this.#writeOut()
    return this.#flushed
  }

  async #writeOut(): Promise<void> {
    await this.#writer.flush()
    await closePipe(await this.#descriptor)
  }

  commit(): void {}

  discard(): void {}
}
