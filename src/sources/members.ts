// Provides a compressed file that is made of members as a source: it says which bytes of the file each place of the document begins with.

import { InputError } from '../core/errors.ts'
import { Decompressed } from './decompressed.ts'
import type { Range } from './descriptor.ts'
import { FileSource } from './file.ts'
import { memberStarts } from './member-starts.ts'
import { sizeOf } from './size.ts'
import type { Reading, Source } from './source.ts'

const MOST_TRIES = 4

/** Where a member begins. */
export interface MemberPlace {
  /** Bytes of the file before it. */
  stored: number
  /** Where another one begins, as far as is known yet, or the file ends. */
  next: number
  /** Bytes of the document before it. */
  offset: number
}

export interface MembersOptions {
  /** The name of the compression. */
  compression: string
  /** Called before the bytes that a member begins with, for one or more members at once. */
  onPlace: (place: MemberPlace) => void
  /** Bytes of the file that are expanded at once, at least: to start a program for a few takes longer than its work. */
  least: number
}

export class Members implements Source {
  readonly name: string
  readonly #of: MembersOptions

  constructor(name: string, options: MembersOptions) {
    this.name = name
    this.#of = options
  }

  async read(reading: Reading): Promise<boolean> {
    const { compression, onPlace, least } = this.#of
    const size = sizeOf(this.name) ?? 0
    reading.onSize?.(size)
    const starts = new Starts(this.name, compression, size)
    try {
      for (let from = 0, offset = 0; from < size; ) {
        const next = await starts.from(from + least)
        onPlace({ stored: from, next, offset })
        const run = await this.#expand(from, next, starts, reading)
        if (run === 'done') return false
        from = run.to
        offset += run.length
      }
      return true
    } finally {
      await starts.close()
    }
  }

  /** Expands the members from one place to another, or more; answers how far that was, and how long what they hold is. */
  async #expand(
    from: number,
    next: number,
    starts: Starts,
    reading: Reading,
  ): Promise<{ to: number; length: number } | 'done'> {
    let to = next
    let length = 0
    let failure: unknown
    for (let tries = 1; ; tries++) {
      let passed = 0
      const write = (bytes: Uint8Array) => {
        const known = Math.min(length - passed, bytes.length)
        passed += bytes.length
        length = Math.max(length, passed)
        return known === bytes.length || reading.write(bytes.subarray(known))
      }
      try {
        const hasEnded = await readMembers(this.name, { from, to }, { ...reading, write })
        return hasEnded ? { to, length } : 'done'
      } catch (error) {
        failure ??= error
        if (!(error instanceof InputError) || starts.areOver || tries === MOST_TRIES) throw failure
        to = await starts.from(to + 1) // what looked like a start may have been none
      }
    }
  }
}

/** Whether a file is made of several members. */
export async function hasMembers(file: string, compression: string): Promise<boolean> {
  for await (const _ of memberStarts(file, compression)) return true
  return false
}

/**
 * Reads what members hold that lie between two places of a file.
 *
 * @throws InputError that names the places, when they are damaged.
 */
export function readMembers(
  file: string,
  range: Range & { to: number },
  { write, onRead, gate, signal }: Reading,
): Promise<boolean> {
  const bytes = new FileSource(file, range)
  const name = `${file}: bytes ${range.from} to ${range.to}`
  const source = new Decompressed({ name, read: (reading) => bytes.read(reading) })
  return source.read({ write, ...(onRead && { onRead }), gate, signal })
}

/** The starts of members, asked for in their order. */
class Starts {
  areOver = false
  readonly #starts: AsyncGenerator<number, void>
  readonly #size: number

  constructor(file: string, compression: string, size: number) {
    this.#starts = memberStarts(file, compression)
    this.#size = size
  }

  /** The first one from a place on, or the end of the file. */
  async from(place: number): Promise<number> {
    while (!this.areOver) {
      const { value, done } = await this.#starts.next()
      if (done) this.areOver = true
      else if (value >= place) return value
    }
    return this.#size
  }

  async close(): Promise<void> {
    await this.#starts.return()
  }
}
