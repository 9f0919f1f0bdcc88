// Turns a source into one whose bytes are expanded if they come compressed, which their beginning shows.

import { type Compression, compressionOf } from './compression.ts'
import type { Expansion } from './expansion.ts'
import type { Reading, Source } from './source.ts'

export class Decompressed implements Source {
  readonly name: string
  readonly #source: Source

  constructor(source: Source) {
    this.name = source.name
    this.#source = source
  }

  async read(reading: Reading): Promise<boolean> {
    const stop = new AbortController()
    const onAbort = () => stop.abort()
    if (reading.signal.aborted) onAbort()
    reading.signal.addEventListener('abort', onAbort)
    const start = new Start(this.name, reading, onAbort)
    try {
      const hasEnded = await this.#source.read({
        write(bytes) {
          reading.onRead?.(bytes.length)
          return start.write(bytes)
        },
        onSize: (bytes) => reading.onSize?.(bytes),
        onCharset: (name) => reading.onCharset?.(name),
        space: (bytes) => start.space(bytes),
        gate: { whenOpen: () => start.whenOpen() },
        signal: stop.signal,
      })
      return await start.end(hasEnded)
    } finally {
      reading.signal.removeEventListener('abort', onAbort)
    }
  }
}

/** Holds the first bytes until they show what they are; then passes all on. */
class Start {
  write: (bytes: Uint8Array) => boolean = (bytes) => this.#look(bytes)
  readonly #name: string
  readonly #reading: Reading
  readonly #stop: () => void
  #head: Uint8Array = EMPTY
  #expansion: Promise<Expansion> | undefined

  constructor(name: string, reading: Reading, stop: () => void) {
    this.#name = name
    this.#reading = reading
    this.#stop = stop
  }

  /** Compressed bytes are not for the reader. */
  space(bytes: number): Uint8Array | undefined {
    return this.#expansion ? undefined : this.#reading.space?.(bytes)
  }

  async whenOpen(): Promise<void> {
    await (this.#expansion ? (await this.#expansion).whenOpen() : this.#reading.gate.whenOpen())
  }

  async end(hasEnded: boolean): Promise<boolean> {
    if (this.#expansion) return (await this.#expansion).end(hasEnded)
    return hasEnded && this.#head.length > 0 ? this.#reading.write(this.#head) : hasEnded
  }

  #look(bytes: Uint8Array): boolean {
    const head = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes])
    const compression = compressionOf(head)
    if (compression === 'none') {
      this.#head = EMPTY
      this.write = this.#reading.write
      return this.write(head)
    }
    this.#head = Buffer.from(head) // a copy: the bytes may be overwritten
    if (compression) this.#expansion = this.#expand(compression)
    return true
  }

  /** The source waits until there is what expands. */
  async #expand(compression: Compression): Promise<Expansion> {
    const { Expansion } = await import('./expansion.ts')
    const expand = await compression.open()
    const name = `${this.#name}: ${compression.name}`
    const expansion = new Expansion(expand, name, this.#reading, this.#stop)
    this.write = (bytes) => expansion.take(bytes)
    this.write(this.#head)
    return expansion
  }
}

const EMPTY = new Uint8Array()
