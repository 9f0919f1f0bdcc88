// Provides a file that appears whole or not at all: written under a temporary name, renamed at the end.

import { dirname } from 'node:path'
import { OutputError, reasonOf } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { BlockWriter } from './block-writer.ts'
import { Output } from './output.ts'
import { settle } from './settle.ts'
import { settleFolder, Temporary } from './temporary.ts'
import type { Writer } from './writer.ts'

export class File extends Output {
  readonly #name: string
  readonly #temporary: Temporary
  readonly #descriptor: number
  protected writer: Writer

  /** @throws OutputError when the file cannot be made. */
  constructor(path: string, name: string, gate: Gate, onClosed: () => void) {
    super()
    this.#name = name
    this.#temporary = new Temporary(path)
    this.#descriptor = this.#attempt(() => this.#temporary.make())
    this.writer = new BlockWriter(this.#descriptor, name, gate, onClosed)
  }

  protected override writeOut(): Promise<void> {
    return settle(this.writer, this.#descriptor, this.#name)
  }

  override commit(onCommitted?: (name: string) => void): void {
    this.#attempt(() => this.#temporary.commit())
    onCommitted?.(this.#name)
    settleFolder(dirname(this.#temporary.path))
  }

  override discard(): void {
    this.#temporary.discard()
  }

  #attempt<T>(action: () => T): T {
    try {
      return action()
    } catch (error) {
      throw new OutputError(`${this.#name}: ${reasonOf(error)}`)
    }
  }
}
