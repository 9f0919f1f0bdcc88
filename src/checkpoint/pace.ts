// Says when the next checkpoint is due: not too often, as each takes time.

const EVERY = 1000 // ms
const CHUNK = 256 * 1024
const SHARE = 30 // times as long as a checkpoint took

export interface Pacing {
  /** Bytes of an input between two checkpoints, whatever the time; a second or more if not given. */
  bytes?: number
  /** Bytes that are read at once. */
  chunk?: number
}

export class Pace {
  readonly chunk: number
  readonly #bytes: number | undefined
  #next = 0
  #last = 0 // the offset of the last one

  constructor({ bytes, chunk = CHUNK }: Pacing = {}) {
    this.#bytes = bytes
    this.chunk = chunk
    this.begin()
  }

  /** Begins to count the time. */
  begin(): void {
    this.#next = performance.now() + EVERY
  }

  isDue(offset: number): boolean {
    if (this.#bytes === undefined) return performance.now() >= this.#next
    if (offset < this.#last) this.#last = 0 // another input
    return offset - this.#last >= this.#bytes
  }

  /** Called when there is one, that took so long, in ms. */
  reached(offset: number, took: number): void {
    this.#last = offset
    this.#next = performance.now() + Math.max(EVERY, SHARE * took)
  }
}
