// Provides a file that is added to: what is written stays, also after a failure.

import { fstatSync, openSync } from 'node:fs'
import { OutputError, reasonOf } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { BlockWriter } from './block-writer.ts'
import { Output } from './output.ts'
import { settle } from './settle.ts'
import type { Writer } from './writer.ts'

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

  protected override writeOut(): Promise<void> {
    return settle(this.writer, this.#descriptor, this.#name)
  }
}
