// Provides the output of a client's pipeline: what is written waits here until its task sends it.

import { Output } from '../sinks/output.ts'
import type { Writer } from '../sinks/writer.ts'

export class ClientOutput extends Output {
  readonly #waiting = new Waiting()
  protected writer: Writer = this.#waiting

  /** Bytes that wait. */
  get length(): number {
    return this.#waiting.length
  }

  /** All that waits, which is the caller's now. */
  take(): Buffer | undefined {
    return this.#waiting.take()
  }

  protected override async writeOut(): Promise<void> {
    await this.writer.flush()
  }
}

class Waiting implements Writer {
  #chunks: Buffer[] = []
  length = 0

  write(text: string): boolean {
    return this.#add(Buffer.from(text))
  }

  writeText(bytes: Uint8Array): boolean {
    return this.#add(Buffer.from(bytes))
  }

  writeBytes(bytes: Uint8Array): boolean {
    return this.#add(Buffer.from(bytes))
  }

  async flush(): Promise<void> {}

  take(): Buffer | undefined {
    const [first, ...others] = this.#chunks
    this.#chunks = []
    this.length = 0
    return others.length === 0 ? first : Buffer.concat([first as Buffer, ...others])
  }

  #add(chunk: Buffer): boolean {
    this.#chunks.push(chunk)
    this.length += chunk.length
    return true
  }
}
