// Provides memory for the last bytes of what goes on and on: threads share it, one writes and all read.

export class Ring {
  readonly #bytes: Buffer

  constructor(memory: SharedArrayBuffer) {
    this.#bytes = Buffer.from(memory)
  }

  get size(): number {
    return this.#bytes.length
  }

  /** Puts bytes at a place of what goes on. */
  write(bytes: Uint8Array, at: number): void {
    this.#eachRun(at, bytes.length, (run, from, length) => {
      copy(bytes.subarray(from, from + length), run)
    })
  }

  /** Fills memory with the bytes from a place on. */
  read(memory: Uint8Array, at: number): void {
    this.#eachRun(at, memory.length, (run, from, length) => {
      copy(run, memory.subarray(from, from + length))
    })
  }

  /** The stretches of memory that hold so many bytes from a place on. */
  #eachRun(
    at: number,
    length: number,
    visit: (run: Buffer, from: number, length: number) => void,
  ): void {
    for (let from = 0; from < length; ) {
      const start = (at + from) % this.size
      const some = Math.min(length - from, this.size - start)
      visit(this.#bytes.subarray(start, start + some), from, some)
      from += some
    }
  }
}

/** To fill with what is as long is to copy it; `set` copies byte by byte where memory is shared. */
export function copy(bytes: Uint8Array, to: Uint8Array): void {
  if (bytes.length === 0) return
  Buffer.from(to.buffer, to.byteOffset, to.length).fill(bytes, 0, bytes.length)
}
