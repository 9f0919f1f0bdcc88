// Provides the bytes of a document where any of them can be read again: those of a file, and the last ones of what comes by and by.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { InputError, reasonOf } from '../core/errors.ts'
import type { Reading } from '../sources/source.ts'
import type { BytesAt } from './around.ts'
import { Ring } from './ring.ts'

/** What a thread needs to read them: plain data. */
export interface SharedContent {
  /** How many there are, from the start of the document. */
  there: number
  /** Whether these are all. */
  isWhole: boolean
  /** An open file, or memory that is written to again and again. */
  place: { descriptor: number } | { ring: SharedArrayBuffer }
}

export interface Content {
  /** What there is by now. */
  readonly shared: SharedContent
  /** Where those begin that can be read yet. */
  readonly from: number
  /** Fills memory from a place on, and answers how far; 0 where nothing is yet, or nothing more. */
  read(memory: Uint8Array, at: number): number
  /** Waits until there is more than now; answers whether it is. */
  more(): Promise<boolean>
  /** Lets come what comes at once. */
  fillUp(): Promise<void>
  /** Lets go of the bytes before a place. */
  release(before: number): void
  /** Says that so many were read, in whatever thread. */
  onTaken(bytes: number): void
  close(): void
}

/** Those of a file. */
export class FileContent implements Content {
  readonly shared: SharedContent
  readonly from = 0
  readonly onTaken: (bytes: number) => void
  readonly #name: string
  readonly #descriptor: number

  /** @throws InputError when it cannot be opened. */
  constructor(name: string, { onSize, onRead = () => {} }: Reading) {
    this.#name = name
    this.#descriptor = this.#named(() => openSync(name, 'r'))
    const { size } = this.#named(() => fstatSync(this.#descriptor))
    this.shared = { there: size, isWhole: true, place: { descriptor: this.#descriptor } }
    onSize?.(size)
    this.onTaken = onRead
  }

  /** @throws InputError when the system cannot read on. */
  read(memory: Uint8Array, at: number): number {
    return this.#named(() => readSync(this.#descriptor, memory, 0, memory.length, at))
  }

  #named<T>(action: () => T): T {
    try {
      return action()
    } catch (error) {
      throw new InputError(`${this.#name}: ${reasonOf(error)}`)
    }
  }

  async more(): Promise<boolean> {
    return false
  }

  async fillUp(): Promise<void> {}

  release(): void {}

  close(): void {
    closeSync(this.#descriptor)
  }
}

/** Reads them in any thread. */
export function readerOf({ there, place }: SharedContent): Content['read'] {
  if ('descriptor' in place) {
    return (memory, at) => readSync(place.descriptor, memory, 0, memory.length, at)
  }
  const ring = new Ring(place.ring)
  return (memory, at) => {
    const length = Math.max(0, Math.min(memory.length, there - at))
    ring.read(memory.subarray(0, length), at)
    return length
  }
}

/** The bytes at places of a document. */
export function bytesOf(read: Content['read']): BytesAt {
  return (offset, length) => {
    if (length > memory.length) memory = Buffer.allocUnsafe(length)
    return memory.subarray(0, read(memory.subarray(0, length), offset))
  }
}

let memory = Buffer.allocUnsafe(256 * 1024) // used again
