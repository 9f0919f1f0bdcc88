// Provides the blocks of memory in which records go from one thread to another: each is one thread's at a time, and goes back
// when it was read. A thread that has none left waits: so it is never far ahead.

const RETURNED = 0 // how many blocks went back
const CANCELLED = 1 // parts up to this number are not wanted any more

const BLOCK = 1024 * 1024 // bytes
const MOST = 16 // blocks of a thread
const PATIENCE = 100 // ms until it looks whether the part was cancelled

/** Numbers that both threads see. */
export function signals(): SharedArrayBuffer {
  return new SharedArrayBuffer(8)
}

/** The end of the thread that fills them. */
export class BlockFiller {
  readonly #signals: Int32Array
  readonly #back: () => ArrayBuffer | undefined
  readonly #free: ArrayBuffer[] = []
  #made = 0

  /** `back` gives a block that went back, if there is one. */
  constructor(signals: SharedArrayBuffer, back: () => ArrayBuffer | undefined) {
    this.#signals = new Int32Array(signals)
    this.#back = back
  }

  /** A block for at least so many bytes. Waits while all are with the other thread; undefined when the part was cancelled meanwhile. */
  take(bytes: number, part: number): Uint8Array | undefined {
    if (bytes > BLOCK) return new Uint8Array(bytes) // it does not come again
    while (true) {
      const seen = Atomics.load(this.#signals, RETURNED)
      for (let block = this.#back(); block; block = this.#back()) this.#free.push(block)
      const block = this.#free.pop() ?? this.#make()
      if (block) return new Uint8Array(block)
      if (this.isCancelled(part)) return undefined
      Atomics.wait(this.#signals, RETURNED, seen, PATIENCE)
    }
  }

  isCancelled(part: number): boolean {
    return part <= Atomics.load(this.#signals, CANCELLED)
  }

  #make(): ArrayBuffer | undefined {
    if (this.#made === MOST) return undefined
    this.#made++
    return new ArrayBuffer(BLOCK)
  }
}

/** The end of the thread that reads them. */
export class BlockReader {
  readonly #signals: Int32Array
  readonly #giveBack: (block: ArrayBuffer) => void

  constructor(signals: SharedArrayBuffer, giveBack: (block: ArrayBuffer) => void) {
    this.#signals = new Int32Array(signals)
    this.#giveBack = giveBack
  }

  giveBack(block: ArrayBuffer): void {
    if (block.byteLength !== BLOCK) return
    this.#giveBack(block)
    Atomics.add(this.#signals, RETURNED, 1)
    Atomics.notify(this.#signals, RETURNED)
  }

  /** The filler is to drop what it does for parts up to this one. */
  cancel(part: number): void {
    Atomics.store(this.#signals, CANCELLED, part)
    Atomics.add(this.#signals, RETURNED, 1)
    Atomics.notify(this.#signals, RETURNED)
  }
}
