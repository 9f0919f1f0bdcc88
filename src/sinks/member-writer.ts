// Compresses in the threads of node: blocks as members of gzip or frames of zstd, which any program takes as one file.

import { messageOf, OutputError } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { Compressor } from './compressor.ts'
import type { Packer } from './packer.ts'
import type { Writer } from './writer.ts'

const BLOCK = 1024 * 1024 // bytes
const FULL = 6 // blocks that wait for a thread
const NOTHING = new Uint8Array(0)

export class MemberWriter extends Compressor {
  readonly #writer: Writer
  readonly #gate: Gate
  readonly #packer: Packer
  #written: Promise<void> = Promise.resolve()
  #waiting = 0
  #isBegun = false

  /** `rest` is what another writer of the same file has kept; there are members before it, if there were any. */
  constructor(writer: Writer, gate: Gate, packer: Packer, rest: Uint8Array = NOTHING) {
    super(BLOCK)
    this.#writer = writer
    this.#gate = gate
    this.#packer = packer
    if (rest.length > 0) this.buffer.addBytes(rest)
  }

  override async flush(): Promise<void> {
    this.buffer.release()
    await this.#written
    if (this.failure) throw this.failure
    if (!this.#isBegun) this.#writer.writeBytes(this.#packer.packNow(NOTHING)) // or it is no such file
    this.#isBegun = true
    await this.#writer.flush()
  }

  async keep(): Promise<Uint8Array> {
    await this.#written
    if (this.failure) throw this.failure
    await this.#writer.flush()
    return this.buffer.rest
  }

  protected override compress(block: Buffer): void {
    this.#isBegun = true
    this.#waiting++
    if (this.#waiting === FULL) this.#gate.shut()
    const bytes = this.#packer.pack(block)
    bytes.catch(() => {}) // reported when it is its turn
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
