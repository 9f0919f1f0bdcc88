// Expands the compressed bytes of a source on their way to its reader, outside of this thread.

import { once } from 'node:events'
import { readChunks } from './chunks.ts'
import type { Expander } from './compression.ts'
import type { Reading } from './source.ts'

export class Expansion {
  readonly #input: Expander['input']
  readonly #pumped: Promise<boolean>
  #isDone = false

  /** `name` is what errors call the source; `onDone` is called when no more bytes are wanted. */
  constructor({ input, output }: Expander, name: string, reading: Reading, onDone: () => void) {
    this.#input = input
    this.#pumped = readChunks(output, name, reading).finally(() => {
      this.#isDone = true
      onDone()
    })
    this.#pumped.catch(() => {}) // told to whoever waits, or by the end
  }

  /** Takes compressed bytes and answers whether more are wanted. */
  take(bytes: Uint8Array): boolean {
    if (!this.#isDone) this.#input.write(Buffer.from(bytes))
    return !this.#isDone
  }

  /** Resolves when it can take more, or wants no more. */
  async whenOpen(): Promise<void> {
    const hasEnough = this.#input.writableNeedDrain && !this.#isDone
    if (hasEnough) await Promise.race([once(this.#input, 'drain'), this.#pumped])
  }

  /** Says that there are no more; answers whether all that came out was read. */
  end(hasEnded: boolean): Promise<boolean> {
    if (hasEnded) this.#input.end()
    else this.#input.destroy()
    return this.#pumped
  }
}
