// Provides a file that appears whole or not at all: written under a temporary name, renamed at the end.

import { fchmodSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { OutputError, reasonOf } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { BlockWriter } from './block-writer.ts'
import { Output } from './output.ts'
import { randomName } from './random-name.ts'
import { settle } from './settle.ts'
import type { Writer } from './writer.ts'

export class File extends Output {
  readonly #path: string
  readonly #name: string
  readonly #temporary: string
  readonly #descriptor: number
  protected writer: Writer

  /** @throws OutputError when the file cannot be made. */
  constructor(path: string, name: string, gate: Gate, onClosed: () => void) {
    super()
    this.#path = path
    this.#name = name
    // beside the file, so that the rename stays on one disk
    this.#temporary = join(dirname(path), `.cosax-${randomName()}.partial`)
    this.#descriptor = this.#attempt(() => {
      const known = statSync(path, { throwIfNoEntry: false })
      const descriptor = openSync(this.#temporary, 'wx')
      if (known) fchmodSync(descriptor, known.mode & 0o7777)
      return descriptor
    })
    this.writer = new BlockWriter(this.#descriptor, name, gate, onClosed)
  }

  protected override writeOut(): Promise<void> {
    return settle(this.writer, this.#descriptor, this.#name)
  }

  override commit(): void {
    this.#attempt(() => renameSync(this.#temporary, this.#path))
  }

  override discard(): void {
    rmSync(this.#temporary, { force: true })
  }

  #attempt<T>(action: () => T): T {
    try {
      return action()
    } catch (error) {
      throw new OutputError(`${this.#name}: ${reasonOf(error)}`)
    }
  }
}
