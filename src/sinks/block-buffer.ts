// Provides blocks of a size: text and bytes are gathered until there is enough to compress.

export class BlockBuffer {
  readonly #size: number
  readonly #onBlock: (block: Buffer) => void
  #text = ''
  #pieces: Buffer[] = []
  #bytes = 0 // in the pieces

  /** `onBlock` is given everything in order, in blocks of this size or more, the last one aside. */
  constructor(size: number, onBlock: (block: Buffer) => void) {
    this.#size = size
    this.#onBlock = onBlock
  }

  addText(text: string): void {
    this.#text += text
    if (this.#bytes + this.#text.length >= this.#size) this.release()
  }

  /** They may be overwritten afterwards. */
  addBytes(bytes: Uint8Array): void {
    this.#settleText()
    this.#add(Buffer.from(bytes))
    if (this.#bytes >= this.#size) this.release()
  }

  /** Gives what there is. */
  release(): void {
    this.#settleText()
    if (this.#bytes === 0) return
    const block = Buffer.concat(this.#pieces)
    this.#pieces = []
    this.#bytes = 0
    this.#onBlock(block)
  }

  #settleText(): void {
    if (this.#text === '') return
    this.#add(Buffer.from(this.#text))
    this.#text = ''
  }

  #add(piece: Buffer): void {
    this.#pieces.push(piece)
    this.#bytes += piece.length
  }
}
