// Provides a destination that is no regular file, a device or a named pipe, written to directly.

import { close, constants, open, statSync } from 'node:fs'
import { promisify } from 'node:util'
import { OutputError, reasonOf } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { BlockWriter } from './block-writer.ts'
import { Output } from './output.ts'
import type { Writer } from './writer.ts'

const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_NONBLOCK
const PATIENCE = 500 // ms for a reader to come after a failure
const UNREAD = 20 // ms until a named pipe without a reader is tried again

const openFile = promisify(open)
const closeFile = promisify(close)

export class Pipe extends Output {
  readonly #descriptor: Promise<number>
  protected writer: Writer
  readonly #givenUp = new AbortController()

  constructor(path: string, name: string, gate: Gate, onClosed: () => void) {
    super()
    this.#descriptor = openWhenRead(path, this.#givenUp.signal).catch((error: unknown) => {
      throw new OutputError(`${name}: ${reasonOf(error)}`)
    })
    this.#descriptor.catch(() => {}) // reported by the first write, or by flush
    this.writer = new BlockWriter(this.#descriptor, name, gate, onClosed)
  }

  /** Whoever reads it has all, or the system for them. */
  async keep(): Promise<void> {
    await this.writer.flush()
  }

  protected override async writeOut(): Promise<void> {
    try {
      await this.writer.flush()
    } finally {
      await this.#descriptor.then(closeFile, () => {})
    }
    await this.#descriptor // that nothing was written to may be missing
  }

  /** What was written cannot be taken back. If no reader has come yet, it waits only a moment more. */
  override discard(): void {
    setTimeout(() => this.#givenUp.abort(), PATIENCE).unref()
  }
}

/** Opens without waiting in the system, where a signal would not be handled. */
async function openWhenRead(path: string, signal: AbortSignal): Promise<number> {
  const { setTimeout: wait } = process.getBuiltinModule('node:timers/promises')
  while (true) {
    try {
      return await openFile(path, FLAGS)
    } catch (error) {
      const isUnread = (error as NodeJS.ErrnoException).code === 'ENXIO' && statSync(path).isFIFO()
      if (!isUnread) throw error
      await wait(UNREAD, undefined, { signal })
    }
  }
}
