// Provides the blocks of memory that two threads share: one fills them with records, the other reads them and gives them back.
// A thread that has none left waits: so it is never far ahead.

const RETURNED = 0 // how often a block was given back
const CANCELLED = 1 // parts up to this number are not wanted any more
const USED = 2 // from here on, for each block: whether it is filled or being filled

const BLOCK = 1024 * 1024 // bytes
const MOST = 20 // blocks of a thread
const PATIENCE = 100 // ms until it looks whether the part was cancelled

export interface Shared {
  signals: SharedArrayBuffer
  memory: SharedArrayBuffer
}

export function shared(): Shared {
  return {
    signals: new SharedArrayBuffer(4 * (USED + MOST)),
    memory: new SharedArrayBuffer(BLOCK * MOST),
  }
}

/** A block that is being filled. One that is too large for the shared memory has no number, and goes by itself. */
export interface Filling {
  number: number
  bytes: Buffer
}

/** The end of the thread that fills them. */
export class BlockFiller {
  readonly #signals: Int32Array
  readonly #blocks: Buffer[]

  constructor({ signals, memory }: Shared) {
    this.#signals = new Int32Array(signals)
    this.#blocks = blocksOf(memory)
  }

  /** A block for at least so many bytes. Waits while all are in use; undefined when the part was cancelled meanwhile. */
  take(bytes: number, part: number): Filling | undefined {
    if (bytes > BLOCK) return { number: -1, bytes: Buffer.from(new ArrayBuffer(bytes)) }
    while (true) {
      const seen = Atomics.load(this.#signals, RETURNED)
      for (const [number, block] of this.#blocks.entries()) {
        if (Atomics.load(this.#signals, USED + number) === 1) continue
        Atomics.store(this.#signals, USED + number, 1)
        return { number, bytes: block }
      }
      if (this.isCancelled(part)) return undefined
      Atomics.wait(this.#signals, RETURNED, seen, PATIENCE)
    }
  }

  /** Takes back a block that is not handed over. */
  discard({ number }: Filling): void {
    if (number >= 0) Atomics.store(this.#signals, USED + number, 0)
  }

  isCancelled(part: number): boolean {
    return part <= Atomics.load(this.#signals, CANCELLED)
  }
}

/** The end of the thread that reads them. */
export class BlockReader {
  readonly #signals: Int32Array
  readonly #blocks: Buffer[]

  constructor({ signals, memory }: Shared) {
    this.#signals = new Int32Array(signals)
    this.#blocks = blocksOf(memory)
  }

  /** The bytes of a block, until it is given back. */
  bytes(number: number): Buffer {
    return this.#blocks[number] as Buffer
  }

  giveBack(number: number): void {
    if (number < 0) return
    Atomics.store(this.#signals, USED + number, 0)
    this.#wake()
  }

  /** The filler is to drop what it does for parts up to this one. */
  cancel(part: number): void {
    Atomics.store(this.#signals, CANCELLED, part)
    this.#wake()
  }

  #wake(): void {
    Atomics.add(this.#signals, RETURNED, 1)
    Atomics.notify(this.#signals, RETURNED)
  }
}

function blocksOf(memory: SharedArrayBuffer): Buffer[] {
  return Array.from({ length: MOST }, (_, n) => Buffer.from(memory, n * BLOCK, BLOCK))
}
