// Compresses with gzip, in the threads of node: blocks as members of their own, which any gunzip takes as one file.

import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import { messageOf, OutputError } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { Compressor } from './compressor.ts'
import type { Writer } from './writer.ts'

const BLOCK = 1024 * 1024 // bytes
const FULL = 6 // blocks that wait for a thread

const compressed = promisify<Uint8Array, Buffer>(gzip)

export class GzipWriter extends Compressor {
  readonly #writer: Writer
  readonly #gate: Gate
  #written: Promise<void> = Promise.resolve()
  #waiting = 0
  #isBegun = false

  constructor(writer: Writer, gate: Gate) {
    super(BLOCK)
    this.#writer = writer
    this.#gate = gate
  }

  override async flush(): Promise<void> {
    this.gathered.release()
    await this.#written
    if (this.failure) throw this.failure
    if (!this.#isBegun) this.#writer.writeBytes(gzipSync('')) // nothing at all is no file of gzip
    this.#isBegun = true
    await this.#writer.flush()
  }

  protected override compress(block: Buffer): void {
    this.#isBegun = true
    this.#waiting++
    if (this.#waiting === FULL) this.#gate.shut()
    const bytes = compressed(block)
    bytes.catch(() => {}) // told when it is its turn
    this.#written = this.#writeNext(this.#written, bytes)
  }

  async #writeNext(before: Promise<void>, compressed: Promise<Buffer>): Promise<void> {
    await before
    try {
      this.isRead = this.failure === undefined && this.#writer.writeBytes(await compressed)
    } catch (error) {
      this.failure = error instanceof OutputError ? error : new OutputError(messageOf(error))
      this.#gate.fail(this.failure)
    }
    if (this.#waiting === FULL) this.#gate.open()
    this.#waiting--
  }
}
