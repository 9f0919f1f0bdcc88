// Provides blocks of a size: text and bytes are gathered until there is enough to compress. However they come, what is
// compressed is the same.

const MOST_TEXT = 64 * 1024 // characters that are no bytes yet

export class BlockBuffer {
  readonly #size: number
  readonly #onBlock: (block: Buffer) => void
  #text = ''
  #block: Buffer | undefined
  #filled = 0 // bytes of it

  /** `onBlock` is given everything in order, in blocks of this size, the last one aside. */
  constructor(size: number, onBlock: (block: Buffer) => void) {
    this.#size = size
    this.#onBlock = onBlock
  }

  addText(text: string): void {
    this.#text += text
    if (this.#text.length >= MOST_TEXT) this.#settleText()
  }

  /** They may be overwritten afterwards. */
  addBytes(bytes: Uint8Array): void {
    this.#settleText()
    this.#add(bytes)
  }

  /** What waits for more. */
  get rest(): Buffer {
    this.#settleText()
    return this.#block?.subarray(0, this.#filled) ?? Buffer.alloc(0)
  }

  /** Gives what there is. */
  release(): void {
    this.#settleText()
    if (this.#block && this.#filled > 0) this.#give(this.#block.subarray(0, this.#filled))
  }

  #settleText(): void {
    if (this.#text === '') return
    const bytes = Buffer.from(this.#text)
    this.#text = ''
    this.#add(bytes)
  }

  #add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      this.#block ??= Buffer.allocUnsafe(this.#size)
      const piece = bytes.subarray(at, at + this.#size - this.#filled)
      this.#block.set(piece, this.#filled)
      this.#filled += piece.length
      at += piece.length
      if (this.#filled === this.#size) this.#give(this.#block)
    }
  }

  #give(block: Buffer): void {
    this.#block = undefined
    this.#filled = 0
    this.#onBlock(block)
  }
}
