// Provides the text of an element while it is read, of which only the beginning is kept.

const MOST_KEPT = 4096 // bytes; what is longer is text, whatever follows

export class Text {
  bytes: Uint8Array = new Uint8Array(64)
  /** How many bytes are kept. */
  length = 0
  /** How many characters follow those, and how many at the end of these are white space. */
  #more = 0
  #spaces = 0

  clear(): void {
    this.length = 0
    this.#more = 0
    this.#spaces = 0
  }

  /** Adds a piece. White space in front of all others is left out. */
  add(bytes: Uint8Array, from: number, to: number): void {
    const start = this.length === 0 ? startOf(bytes, from, to) : from
    const end = Math.min(to, start + MOST_KEPT - this.length)
    this.#keep(bytes, start, end)
    for (let at = end; at < to; at++) {
      const byte = bytes[at] as number
      if (isContinued(byte)) continue
      this.#more++
      this.#spaces = isSpace(byte) ? this.#spaces + 1 : 0
    }
  }

  /** How many characters follow those that are kept, white space at the end aside. */
  get more(): number {
    return this.#more - this.#spaces
  }

  /** The end of the kept bytes, without white space where nothing follows. */
  get end(): number {
    return this.more > 0 ? this.length : endOf(this.bytes, 0, this.length)
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    const length = this.length + to - from
    if (length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.bytes.length))
      larger.set(this.bytes)
      this.bytes = larger
    }
    for (let at = from, i = this.length; at < to; at++) this.bytes[i++] = bytes[at] as number
    this.length = length
  }
}

/** Where text begins after white space. */
export function startOf(bytes: Uint8Array, from: number, to: number): number {
  let start = from
  while (start < to && isSpace(bytes[start] as number)) start++
  return start
}

/** Where text ends before white space. */
export function endOf(bytes: Uint8Array, from: number, to: number): number {
  let end = to
  while (end > from && isSpace(bytes[end - 1] as number)) end--
  return end
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x09 || byte === 0x0d
}

/** Whether it is not the first byte of a character. */
function isContinued(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}
