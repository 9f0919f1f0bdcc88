// Provides a temporary file without a name: nothing is left of it however the process ends.

import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OutputError, reasonOf } from '../core/errors.ts'

const BLOCK = 256 * 1024 // bytes
const NEWLINE = 0x0a

/** Written to its end first, then read anywhere. Lies in the directory that TMPDIR names. */
export class SpillFile {
  readonly #directory = tmpdir()
  readonly #descriptor: number
  readonly #block: Buffer = Buffer.allocUnsafe(BLOCK)
  #filled = 0
  #written = 0
  #isClosed = false

  /** @throws OutputError when it cannot be made. */
  constructor() {
    this.#descriptor = this.#attempt(() => {
      const path = join(this.#directory, `.cosax-${process.pid}-${randomName()}.spill`)
      const descriptor = openSync(path, 'wx+', 0o600)
      unlinkSync(path)
      return descriptor
    })
  }

  /** How many bytes it holds: where what is written next begins. */
  get length(): number {
    return this.#written + this.#filled
  }

  /** @throws OutputError when the disk is full, or fails. */
  writeLine(line: Uint8Array): void {
    if (this.#filled + line.length >= BLOCK) this.flush()
    if (line.length >= BLOCK) this.#put(line)
    else {
      this.#block.set(line, this.#filled)
      this.#filled += line.length
    }
    this.#block[this.#filled++] = NEWLINE
  }

  /**
   * The same for many lines with their ends.
   *
   * @throws OutputError when the disk is full, or fails.
   */
  writeLines(lines: Uint8Array): void {
    this.flush()
    this.#put(lines)
  }

  /** Before it is read: what was written can be found. */
  flush(): void {
    const block = this.#block.subarray(0, this.#filled)
    this.#filled = 0
    this.#put(block)
  }

  /** Fills `into` with the bytes from `position`, up to `end`; answers how many there were. */
  read(into: Uint8Array, position: number, end: number): number {
    const length = Math.min(into.length, end - position)
    let found = 0
    while (found < length) {
      const bytes = this.#attempt(() =>
        readSync(this.#descriptor, into, found, length - found, position + found),
      )
      if (bytes === 0) throw new OutputError(`temporary file in ${this.#directory}: ends early`)
      found += bytes
    }
    return found
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    closeSync(this.#descriptor)
  }

  #put(bytes: Uint8Array): void {
    this.#attempt(() => {
      for (let at = 0; at < bytes.length; ) {
        const written = writeSync(this.#descriptor, bytes, at, bytes.length - at, this.#written)
        at += written
        this.#written += written
      }
    })
  }

  #attempt<T>(action: () => T): T {
    try {
      return action()
    } catch (error) {
      throw new OutputError(`temporary file in ${this.#directory}: ${reasonOf(error)}`)
    }
  }
}

function randomName(): string {
  return Math.random().toString(16).slice(2, 14).padEnd(12, '0')
}
