// Provides bytes that come in pieces as what can be taken from: so many, or a piece of which the rest is given back.

/** What is wrong with bytes that are cut off. */
export const ENDS_EARLY = 'ends early'

export class Pieces {
  readonly #source: AsyncIterator<Uint8Array>
  #rest: Uint8Array | undefined // of a piece, not empty

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** The next piece, never an empty one; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const rest = this.#rest
    this.#rest = undefined
    if (rest) return rest
    while (true) {
      const { value, done } = await this.#source.next()
      if (done) return undefined
      if (value.length > 0) return value
    }
  }

  /** Gives back what was not needed of the last piece. */
  giveBack(rest: Uint8Array): void {
    this.#rest = rest.length > 0 ? rest : undefined
  }

  /** So many bytes, or as many as there are before the end. */
  async take(length: number): Promise<Buffer> {
    const taken: Uint8Array[] = []
    for (let missing = length; missing > 0; ) {
      const piece = await this.next()
      if (piece === undefined) break
      taken.push(piece.subarray(0, missing))
      this.giveBack(piece.subarray(missing))
      missing -= Math.min(missing, piece.length)
    }
    return Buffer.concat(taken)
  }

  /**
   * So many bytes.
   *
   * @throws Error when there are fewer.
   */
  async whole(length: number): Promise<Buffer> {
    const taken = await this.take(length)
    if (taken.length < length) throw new Error(ENDS_EARLY)
    return taken
  }

  /**
   * Passes over so many bytes.
   *
   * @throws Error when there are fewer.
   */
  async pass(length: number): Promise<void> {
    for (let missing = length; missing > 0; ) {
      const piece = await this.next()
      if (piece === undefined) throw new Error(ENDS_EARLY)
      this.giveBack(piece.subarray(missing))
      missing -= Math.min(missing, piece.length)
    }
  }

  /** Passes over bytes of this value; answers whether others come. */
  async skip(byte: number): Promise<boolean> {
    while (true) {
      const piece = await this.next()
      if (piece === undefined) return false
      const at = piece.findIndex((other) => other !== byte)
      if (at < 0) continue
      this.giveBack(piece.subarray(at))
      return true
    }
  }
}
