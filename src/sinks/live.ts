// Provides a file that has what is written as soon as it comes, and keeps it whatever the end: the log of one run.

import { constants, openSync } from 'node:fs'
import type { Gate } from '../core/gate.ts'
import { BlockWriter } from './block-writer.ts'
import { nameErrors } from './name-errors.ts'
import { Output } from './output.ts'
import { settle } from './settle.ts'
import type { Writer } from './writer.ts'

const ANEW = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_APPEND

export class Live extends Output {
  readonly #name: string
  readonly #descriptor: number
  protected writer: Writer

  /** @throws OutputError when the file cannot be opened. What was in it is of another run. */
  constructor(path: string, name: string, gate: Gate, onClosed: () => void) {
    super()
    this.#name = name
    this.#descriptor = nameErrors(name, () => openSync(path, ANEW))
    this.writer = new BlockWriter(this.#descriptor, name, gate, onClosed, 1)
  }

  protected override writeOut(): Promise<void> {
    return settle(this.writer, this.#descriptor, this.#name)
  }
}
