// Provides a file that is added to: what is written stays, also after a failure, as far as it is whole.

import { existsSync, fstatSync, openSync } from 'node:fs'
import type { Gate } from '../core/gate.ts'
import type { Compression } from '../formats/formats.ts'
import { AfterLines } from './after-lines.ts'
import { BlockWriter } from './block-writer.ts'
import { type Continuation, continuationOf } from './continuation.ts'
import { nameErrors } from './name-errors.ts'
import { settle, settled } from './settle.ts'
import { cutBack } from './write-whole.ts'
import type { Writer } from './writer.ts'

export class Appended extends AfterLines {
  /** What stood there before, if anything did. */
  override readonly before: Continuation | undefined
  readonly #name: string
  readonly #descriptor: number
  readonly #compression: Compression | undefined
  readonly #size: number
  protected isBegun: boolean
  protected writer: Writer

  /** @throws OutputError when the file cannot be opened, or nothing can be added to what is there. */
  constructor(
    path: string,
    name: string,
    gate: Gate,
    onClosed: () => void,
    compression?: Compression,
  ) {
    super()
    this.#name = name
    this.#compression = compression
    this.before = nameErrors(name, () =>
      existsSync(path) ? continuationOf(path, name, compression) : undefined,
    )
    this.isBegun = this.before?.endsLine !== false
    this.#descriptor = nameErrors(name, () => openSync(path, 'a'))
    this.#size = fstatSync(this.#descriptor).size
    this.writer = new BlockWriter(this.#descriptor, name, gate, onClosed)
  }

  /** All that it was given is on the disk; only where nothing is held back before it. */
  async keep(): Promise<void> {
    await this.writer.flush()
    await settled(this.#descriptor, this.#name)
  }

  protected override writeOut(): Promise<void> {
    return settle(this.writer, this.#descriptor, this.#name, () => this.#leaveWhole())
  }

  /** What was written of one frame of zstd, where a program makes it, is worth nothing without its end. */
  #leaveWhole(): void {
    if (this.#compression !== 'zst') return
    const { size } = fstatSync(this.#descriptor)
    cutBack(this.#descriptor, this.#size, size - this.#size)
  }
}
