// Expands the compressed bytes of a source on their way to its reader, outside of this thread.

import { PassThrough } from 'node:stream'
import { readChunks } from './chunks.ts'
import type { Expand } from './expander.ts'
import type { Reading } from './source.ts'

export class Expansion {
  readonly #input = new PassThrough()
  readonly #pumped: Promise<boolean>
  #isDone = false

  /** `name` is what errors call the source; `onDone` is called when no more bytes are wanted. */
  constructor(expand: Expand, name: string, reading: Reading, onDone: () => void) {
    this.#input.on('error', () => {}) // written to after it was left
    this.#pumped = readChunks(expand(this.#input), name, reading).finally(() => {
      this.#isDone = true
      this.#input.destroy()
      onDone()
    })
    this.#pumped.catch(() => {}) // reported by `await`, or by the end
  }

  /** Takes compressed bytes and answers whether more are wanted. */
  take(bytes: Uint8Array): boolean {
    if (!this.#isDone) this.#input.write(Buffer.from(bytes))
    return !this.#isDone
  }

  /** Resolves when it can take more, or wants no more. */
  async whenOpen(): Promise<void> {
    if (!this.#input.writableNeedDrain || this.#isDone) return
    const drained = new Promise((resolve) => this.#input.once('drain', resolve))
    await Promise.race([drained, this.#pumped])
  }

  /** Says that there are no more; answers whether all that came out was read. */
  end(hasEnded: boolean): Promise<boolean> {
    if (hasEnded) this.#input.end()
    else this.#input.destroy()
    return this.#pumped
  }
}
