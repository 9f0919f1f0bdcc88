// Provides a compressed file that is made of members as a source: it says which bytes of the file each place of the document begins with.

import { InputError } from '../core/errors.ts'
import { Decompressed } from './decompressed.ts'
import type { Range } from './descriptor.ts'
import { FileSource } from './file.ts'
import { memberStarts } from './member-starts.ts'
import { sizeOf } from './size.ts'
import type { Reading, Source } from './source.ts'

const MOST_TRIES = 3

/** Where a member begins. */
export interface MemberPlace {
  /** Bytes of the file before it. */
  stored: number
  /** Where another one seems to begin, or the file ends. */
  next: number
  /** Bytes of the document before it. */
  offset: number
}

export interface MembersOptions {
  /** The name of the compression. */
  compression: string
  /**
   * Called before the bytes that a member begins with; answers up to which byte of the file, or near to it, members are to be
   * expanded together.
   */
  onPlace: (place: MemberPlace) => number
}

export class Members implements Source {
  readonly name: string
  readonly #of: MembersOptions

  constructor(name: string, options: MembersOptions) {
    this.name = name
    this.#of = options
  }

  async read(reading: Reading): Promise<boolean> {
    const { compression, onPlace } = this.#of
    const size = sizeOf(this.name) ?? 0
    reading.onSize?.(size)
    const starts = new Starts(this.name, compression, size)
    try {
      for (let from = 0, offset = 0; from < size; ) {
        const goal = onPlace({ stored: from, next: await starts.after(from), offset })
        const run = await this.#expand(from, goal, starts, reading)
        if (run === 'done') return false
        from = run.to
        offset += run.length
      }
      return true
    } finally {
      await starts.close()
    }
  }

  /** Expands the members from one place on, up to near another; answers how far that was, and how long what they hold is. */
  async #expand(
    from: number,
    goal: number,
    starts: Starts,
    reading: Reading,
  ): Promise<{ to: number; length: number } | 'done'> {
    let to = await starts.nearest(from, goal)
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
        const isLast = to === starts.end || tries === MOST_TRIES
        if (!(error instanceof InputError) || isLast) throw failure
        to = await starts.after(to) // what looked like a start may have been none
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
  /** That of the file. */
  readonly end: number
  readonly #starts: AsyncGenerator<number, void>
  #next = 0

  constructor(file: string, compression: string, size: number) {
    this.#starts = memberStarts(file, compression)
    this.end = size
  }

  /** The first one after a place, or the end of the file. */
  async after(place: number): Promise<number> {
    while (this.#next <= place && this.#next < this.end) {
      const { value } = await this.#starts.next()
      this.#next = value ?? this.end
    }
    return this.#next
  }

  /** The one after a place that is nearest to another, or the end of the file. */
  async nearest(place: number, goal: number): Promise<number> {
    let nearest = await this.after(place)
    while (nearest < goal && nearest < this.end) {
      const next = await this.after(nearest)
      if (next - goal >= goal - nearest) break
      nearest = next
    }
    return nearest
  }

  async close(): Promise<void> {
    await this.#starts.return()
  }
}
