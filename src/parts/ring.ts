// Hands bytes from one thread to another through memory that both have, so much at a time that it fits in.

const FREED = 0 // bytes that the reader has done with, modulo 2^32
const CANCELLED = 1 // parts up to this number are not wanted any more
const HEADER = 2

const PATIENCE = 100 // ms until it looks whether the part was cancelled

export interface Shared {
  header: SharedArrayBuffer
  memory: SharedArrayBuffer
}

export function sharedMemory(bytes: number): Shared {
  return {
    header: new SharedArrayBuffer(4 * HEADER),
    memory: new SharedArrayBuffer(bytes),
  }
}

/** Bytes in the memory. They, and what was left empty before them, are free again when so many are given back. */
export interface Piece {
  from: number
  length: number
  taken: number
}

/** The end of the thread that writes. */
export class RingWriter {
  readonly #header: Int32Array
  readonly #memory: Uint8Array
  #taken = 0

  constructor({ header, memory }: Shared) {
    this.#header = new Int32Array(header)
    this.#memory = new Uint8Array(memory)
  }

  /** What is longer goes another way. */
  get longest(): number {
    return this.#memory.length >> 2
  }

  /** Copies bytes in. Waits while there is no room, after `onFull`; undefined when the part was cancelled meanwhile. */
  write(bytes: Uint8Array, part: number, onFull: () => void): Piece | undefined {
    const size = this.#memory.length
    const at = this.#taken % size
    const isCut = at + bytes.length > size // it must be in one piece
    const from = isCut ? 0 : at
    const taken = bytes.length + (isCut ? size - at : 0)
    let freed = this.#freed()
    const isFull = () => ((this.#taken - freed) >>> 0) + taken > size
    if (isFull()) {
      onFull()
      for (; isFull(); freed = this.#freed()) {
        if (this.isCancelled(part)) return undefined
        Atomics.wait(this.#header, FREED, freed, PATIENCE)
      }
    }
    this.#memory.set(bytes, from)
    this.#taken += taken
    return { from, length: bytes.length, taken }
  }

  isCancelled(part: number): boolean {
    return part <= Atomics.load(this.#header, CANCELLED)
  }

  #freed(): number {
    return Atomics.load(this.#header, FREED)
  }
}

/** The end of the thread that reads. */
export class RingReader {
  readonly #header: Int32Array
  readonly #memory: Buffer

  constructor({ header, memory }: Shared) {
    this.#header = new Int32Array(header)
    this.#memory = Buffer.from(memory)
  }

  /** The bytes of a piece, until it is given back. */
  bytes({ from, length }: Piece): Buffer {
    return this.#memory.subarray(from, from + length)
  }

  giveBack({ taken }: Piece): void {
    Atomics.add(this.#header, FREED, taken)
    Atomics.notify(this.#header, FREED)
  }

  /** The writer is to drop what it does for parts up to this one. */
  cancel(part: number): void {
    Atomics.store(this.#header, CANCELLED, part)
    Atomics.notify(this.#header, FREED)
  }
}
