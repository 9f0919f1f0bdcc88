// Compresses with gzip, in the threads of node: blocks as members of their own, which any gunzip takes as one file.

import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import { messageOf, OutputError } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { Gathered } from './gathered.ts'
import type { Writer } from './writer.ts'

const BLOCK = 1024 * 1024 // bytes
const FULL = 6 // blocks that wait for a thread

const compress = promisify<Uint8Array, Buffer>(gzip)

export class GzipWriter implements Writer {
  readonly #writer: Writer
  readonly #gate: Gate
  readonly #gathered = new Gathered(BLOCK, (block) => this.#compress(block))
  #written: Promise<void> = Promise.resolve()
  #waiting = 0
  #isRead = true
  #isBegun = false
  #failure: unknown

  constructor(writer: Writer, gate: Gate) {
    this.#writer = writer
    this.#gate = gate
  }

  write(text: string): boolean {
    if (this.#takes()) this.#gathered.addText(text)
    return this.#isRead
  }

  writeText(bytes: Uint8Array): boolean {
    return this.writeBytes(bytes)
  }

  writeBytes(bytes: Uint8Array): boolean {
    if (this.#takes()) this.#gathered.addBytes(bytes)
    return this.#isRead
  }

  async flush(): Promise<void> {
    this.#gathered.release()
    await this.#written
    if (this.#failure) throw this.#failure
    if (!this.#isBegun) this.#writer.writeBytes(gzipSync('')) // nothing at all is no file of gzip
    this.#isBegun = true
    await this.#writer.flush()
  }

  #takes(): boolean {
    if (this.#failure) throw this.#failure
    return this.#isRead
  }

  #compress(block: Buffer): void {
    this.#isBegun = true
    this.#waiting++
    if (this.#waiting === FULL) this.#gate.shut()
    const compressed = compress(block)
    compressed.catch(() => {}) // told when it is its turn
    this.#written = this.#writeNext(this.#written, compressed)
  }

  async #writeNext(before: Promise<void>, compressed: Promise<Buffer>): Promise<void> {
    await before
    try {
      this.#isRead = this.#failure === undefined && this.#writer.writeBytes(await compressed)
    } catch (error) {
      this.#failure = error instanceof OutputError ? error : new OutputError(messageOf(error))
      this.#gate.fail(this.#failure)
    }
    if (this.#waiting === FULL) this.#gate.open()
    this.#waiting--
  }
}
