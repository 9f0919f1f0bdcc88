// Provides a file that is added to: what is written stays, also after a failure.

import { close, fstatSync, fsync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import { OutputError, reasonOf } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { BlockWriter } from './block-writer.ts'
import { Output } from './output.ts'
import type { Writer } from './writer.ts'

const synchronise = promisify(fsync)
const closeFile = promisify(close)

export class Appended extends Output {
  /** Whether something stood there before. */
  readonly isContinued: boolean
  readonly #name: string
  readonly #descriptor: number
  protected writer: Writer

  /** @throws OutputError when the file cannot be opened. */
  constructor(path: string, name: string, gate: Gate, onClosed: () => void) {
    super()
    this.#name = name
    try {
      this.#descriptor = openSync(path, 'a')
      this.isContinued = fstatSync(this.#descriptor).size > 0
    } catch (error) {
      throw new OutputError(`${name}: ${reasonOf(error)}`)
    }
    this.writer = new BlockWriter(this.#descriptor, name, gate, onClosed)
  }

  protected override async writeOut(): Promise<void> {
    try {
      await this.writer.flush()
      await synchronise(this.#descriptor)
    } catch (error) {
      if (error instanceof OutputError) throw error
      throw new OutputError(`${this.#name}: ${reasonOf(error)}`)
    } finally {
      await closeFile(this.#descriptor)
    }
  }
}
