// Provides the bytes of a source that cannot be read again: the last ones are kept until no thread needs them.

import type { Reading, Source } from '../sources/source.ts'
import type { Content, SharedContent } from './content.ts'
import { Ring } from './ring.ts'

const PATIENCE = 1 // ms without a byte after which a source is slow

export class StreamContent implements Content {
  readonly shared: SharedContent
  from = 0
  readonly #ring: Ring
  readonly #stop = new AbortController()
  readonly #reading: Reading
  readonly #waiting: Uint8Array[] = [] // for room
  #ended = false
  #failure: { error: unknown } | undefined
  #onMore = () => {}
  #onRoom = () => {}

  /** Begins to read; `size` is how many of the last bytes are kept at most. */
  constructor(source: Source, size: number, reading: Reading) {
    const memory = new SharedArrayBuffer(size)
    this.#ring = new Ring(memory)
    this.#reading = reading
    this.shared = { there: 0, isWhole: false, place: { ring: memory } }
    reading.signal.addEventListener('abort', this.#onAbort)
    this.#pump(source)
  }

  readonly #onAbort = () => {
    this.#stop.abort()
    this.#onRoom()
    this.#onMore()
  }

  async #pump(source: Source): Promise<void> {
    const { onRead, onSize, onCharset, signal } = this.#reading
    if (signal.aborted) this.#onAbort()
    try {
      await source.read({
        ...(onRead && { onRead }),
        ...(onSize && { onSize }),
        ...(onCharset && { onCharset }),
        write: (bytes) => this.#take(bytes),
        gate: { whenOpen: () => this.#whenRoom() },
        signal: this.#stop.signal,
      })
    } catch (error) {
      this.#failure = { error }
    }
    this.#ended = true
    this.#put()
  }

  #take(bytes: Uint8Array): boolean {
    this.#waiting.push(bytes)
    this.#put()
    const rest = this.#waiting.pop()
    if (rest) this.#waiting.push(Buffer.from(rest)) // the source overwrites what found no room
    return !this.#stop.signal.aborted
  }

  /** Puts what has come where there is room. */
  #put(): void {
    for (let [bytes] = this.#waiting; bytes; [bytes] = this.#waiting) {
      const { there } = this.shared
      const room = this.from + this.#ring.size - there
      const some = bytes.subarray(0, room)
      this.#ring.write(some, there)
      this.shared.there += some.length
      if (some.length < bytes.length) this.#waiting[0] = bytes.subarray(some.length)
      else this.#waiting.shift()
      if (some.length < bytes.length) break
    }
    this.shared.isWhole = this.#ended && this.#waiting.length === 0
    this.#onMore()
  }

  async #whenRoom(): Promise<void> {
    while (this.isFull && !this.#stop.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve
      })
    }
  }

  /** Whether no more can come until something is let go of. */
  get isFull(): boolean {
    return this.shared.there - this.from >= this.#ring.size
  }

  read(memory: Uint8Array, at: number): number {
    const length = Math.min(memory.length, this.shared.there - at)
    this.#ring.read(memory.subarray(0, length), at)
    return length
  }

  /** @throws what the source throws, when all before that was read. */
  async more(): Promise<boolean> {
    const { there } = this.shared
    if (this.isFull) this.release(there)
    while (this.shared.there === there) {
      if (this.#stop.signal.aborted) return false
      if (this.shared.isWhole) {
        if (this.#failure) throw this.#failure.error
        return false
      }
      await new Promise<void>((resolve) => {
        this.#onMore = resolve
      })
    }
    return true
  }

  /** Until all memory is full, or the source is slow. */
  async fillUp(): Promise<void> {
    let before = -1
    while (!this.isFull && !this.#ended && this.shared.there > before) {
      before = this.shared.there
      let silence: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        this.#onMore = resolve
        silence = setTimeout(resolve, PATIENCE)
      })
      clearTimeout(silence)
    }
  }

  release(before: number): void {
    if (before <= this.from) return
    this.from = before
    this.#put()
    if (!this.isFull) this.#onRoom()
  }

  onTaken(): void {} // the source counts what it reads

  close(): void {
    this.#stop.abort()
    this.#onRoom()
    this.#reading.signal.removeEventListener('abort', this.#onAbort)
  }
}
