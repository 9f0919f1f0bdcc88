// Provides a file that appears whole or not at all: written under a temporary name, renamed at the end.
// What is no regular file (a device, a pipe) is written directly.

import {
  closeSync,
  fchmodSync,
  fsync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { OutputError, reasonOf } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { BlockWriter } from './block-writer.ts'
import type { Output } from './output.ts'

const synchronise = promisify(fsync)

export class File implements Output {
  records = 0
  readonly #name: string
  readonly #path: string // where it will be
  readonly #temporary: string | undefined // where it is until then
  readonly #descriptor: number
  readonly #writer: BlockWriter

  /** @throws OutputError when the file cannot be made. */
  constructor(name: string, gate: Gate, onClosed: () => void) {
    this.#name = name
    try {
      const known = statSync(name, { throwIfNoEntry: false })
      this.#path = known ? realpathSync(name) : name
      this.#temporary = !known || known.isFile() ? temporaryName(this.#path) : undefined
      this.#descriptor = openSync(this.#temporary ?? this.#path, this.#temporary ? 'wx' : 'w')
      if (known && this.#temporary) keepMode(this.#descriptor, known)
    } catch (error) {
      throw this.#failed(error)
    }
    this.#writer = new BlockWriter(this.#descriptor, name, gate, onClosed)
  }

  write(text: string): boolean {
    const isRead = this.#writer.write(text)
    if (isRead) this.records++
    return isRead
  }

  async finish(): Promise<void> {
    await this.#writer.flush()
    try {
      if (this.#temporary) await synchronise(this.#descriptor)
      closeSync(this.#descriptor)
      if (this.#temporary) renameSync(this.#temporary, this.#path)
    } catch (error) {
      throw this.#failed(error)
    }
  }

  async abandon(): Promise<void> {
    await this.#writer.flush().catch(() => {}) // the failure that led here is the one to tell
    if (this.#temporary) rmSync(this.#temporary, { force: true })
  }

  #failed(error: unknown): OutputError {
    return new OutputError(`${this.#name}: ${reasonOf(error)}`)
  }
}

/** A name beside the file, so that the rename stays on one disk. */
function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.partial`)
}

function keepMode(descriptor: number, { mode }: Stats): void {
  fchmodSync(descriptor, mode & 0o7777)
}
