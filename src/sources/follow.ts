// Provides a file that grows as a source: what is appended, and what takes its place when it is rotated or cut short.

import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { InputError, reasonOf, UsageError } from '../core/errors.ts'
import { nextTurn } from '../core/next-turn.ts'
import type { Reading, Source } from './source.ts'

const PAUSE = 10 // ms between looks at a file that does not grow
const TAIL = 4096 // bytes read last, which must still stand where they stood
const CHUNK = 64 * 1024
const TURN = 8 // chunks

export class FollowedFile implements Source {
  readonly name: string

  /** @throws UsageError for what is no file. */
  constructor(path: string) {
    if (path === '-' || /^(?:https?|tcp-listen):\/\//i.test(path)) {
      throw new UsageError(`--follow: expected a file, found ${path === '-' ? 'stdin' : path}`)
    }
    this.name = path
  }

  /** Never reaches an end. */
  async read(reading: Reading): Promise<boolean> {
    let end: End | undefined
    while (true) {
      const descriptor = await this.#open(reading.signal)
      if (descriptor === undefined) return false
      if (end !== undefined) reading.restart?.(end.fact && `${this.name}: ${end.fact}`)
      try {
        end = await this.#readOn(descriptor, reading)
        if (end === undefined) return false
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

  /** Reads what this file has and gets; answers how it ended, where another one begins. */
  async #readOn(descriptor: number, { write, gate, signal }: Reading): Promise<End | undefined> {
    const { ino, dev } = fstatSync(descriptor)
    const chunk = Buffer.allocUnsafe(TAIL + CHUNK)
    let tail = Buffer.alloc(0) // the last of what was read
    let at = 0
    let chunks = 0
    while (!signal.aborted) {
      await gate.whenOpen()
      // what stood before is read again with what is new: it shows whether the file began anew in between
      const from = at - tail.length
      const read = chunk.subarray(0, readSync(descriptor, chunk, 0, tail.length + CHUNK, from))
      if (!tail.equals(read.subarray(0, tail.length))) {
        const what = read.length < tail.length ? 'cut short' : 'cut short and written anew'
        return { fact: `${what} after ${at} bytes were read: read from its start` }
      }
      const fresh = read.subarray(tail.length)
      at += fresh.length
      if (fresh.length > 0) {
        tail = Buffer.from(read.subarray(-TAIL))
        if (!write(fresh)) return undefined
        if (++chunks % TURN === 0) await nextTurn() // what is written, and signals, have theirs
        continue
      }
      const named = this.#named()
      const isReplaced = named !== undefined && (named.ino !== ino || named.dev !== dev)
      // what was written to the old one until it was replaced comes first
      if (isReplaced && fstatSync(descriptor).size === at) return {}
      if (!isReplaced) await sleep(signal)
    }
    return undefined
  }

  /** What bears the name now. */
  #named(): Stats | undefined {
    return statSync(this.name, { throwIfNoEntry: false })
  }
}

/** Why another document begins; with the fact if something may be lost by it. */
interface End {
  fact?: string
}

async function sleep(signal: AbortSignal): Promise<void> {
  await pause(PAUSE, undefined, { signal }).catch(() => {})
}
