// Provides a file that grows as a source: what is appended, and what takes its place when it is rotated or cut short.

import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { InputError, reasonOf, UsageError } from '../core/errors.ts'
import type { Reading, Source } from './source.ts'

const PAUSE = 20 // ms between looks at a file that does not grow
const CHUNK = 64 * 1024
const TURN = 8 // chunks

export class FollowedFile implements Source {
  readonly name: string

  /** @throws UsageError for what is no file. */
  constructor(path: string) {
    if (path === '-' || /^https?:\/\//i.test(path)) {
      throw new UsageError(`--follow: expected a file, found ${path === '-' ? 'stdin' : path}`)
    }
    this.name = path
  }

  /** Never reaches an end. */
  async read(reading: Reading): Promise<boolean> {
    let isFirst = true
    while (true) {
      const descriptor = await this.#open(reading.signal)
      if (descriptor === undefined) return false
      if (!isFirst) reading.restart?.()
      isFirst = false
      try {
        if (!(await this.#readOn(descriptor, reading))) return false
      } catch (error) {
        const { syscall } = error as NodeJS.ErrnoException
        throw syscall === 'read' ? new InputError(`${this.name}: ${reasonOf(error)}`) : error
      } finally {
        closeSync(descriptor)
      }
    }
  }

  /** The file of this name, once there is one; undefined after the signal. */
  async #open(signal: AbortSignal): Promise<number | undefined> {
    while (!signal.aborted) {
      try {
        const descriptor = openSync(this.name, 'r')
        if (fstatSync(descriptor).isFile()) return descriptor
        closeSync(descriptor)
        throw new InputError(`${this.name}: not a regular file, which --follow needs`)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
          if (error instanceof InputError) throw error
          throw new InputError(`${this.name}: ${reasonOf(error)}`)
        }
      }
      await sleep(signal)
    }
    return undefined
  }

  /** Reads what this file has and gets; answers whether another one begins, and not at the end of the reading. */
  async #readOn(descriptor: number, { write, gate, signal }: Reading): Promise<boolean> {
    const chunk = Buffer.allocUnsafe(CHUNK)
    let at = 0
    let chunks = 0
    while (!signal.aborted) {
      await gate.whenOpen()
      const length = readSync(descriptor, chunk, 0, CHUNK, at)
      at += length
      if (length > 0) {
        if (!write(chunk.subarray(0, length))) return false
        if (++chunks % TURN === 0) await nextTurn() // what is written, and signals, have theirs
        continue
      }
      const { size, ino, dev } = fstatSync(descriptor)
      if (size < at) return true // cut short: it begins anew
      const named = this.#named()
      const isReplaced = named !== undefined && (named.ino !== ino || named.dev !== dev)
      // what was written to the old one until it was replaced comes first
      if (isReplaced && fstatSync(descriptor).size === at) return true
      if (!isReplaced) await sleep(signal)
    }
    return false
  }

  /** What bears the name now. */
  #named(): Stats | undefined {
    return statSync(this.name, { throwIfNoEntry: false })
  }
}

const nextTurn = promisify(setImmediate)

async function sleep(signal: AbortSignal): Promise<void> {
  await pause(PAUSE, undefined, { signal }).catch(() => {})
}
