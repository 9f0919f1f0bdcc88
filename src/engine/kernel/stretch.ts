// Cuts strings from bytes, of which it decodes a stretch at once: that costs less than a call for each, and a string that
// is kept keeps no more than its stretch.

const LENGTH = 256 // units; V8 keeps what a longer string was cut from

export class Stretch {
  readonly #bytes: Buffer
  readonly #encoding: 'latin1' | 'utf16le'
  readonly #size: number // bytes of a unit
  readonly #length: number // units in all
  #string = ''
  #from = 0
  #to = 0

  constructor(bytes: Buffer, encoding: 'latin1' | 'utf16le') {
    this.#bytes = bytes
    this.#encoding = encoding
    this.#size = encoding === 'latin1' ? 1 : 2
    this.#length = bytes.length / this.#size
  }

  /** The units from one to before another. */
  cut(from: number, to: number): string {
    if (from < this.#from || to > this.#to) this.#decode(from, to)
    return this.#string.substring(from - this.#from, to - this.#from)
  }

  #decode(from: number, to: number): void {
    this.#from = from
    this.#to = Math.max(to, Math.min(from + LENGTH, this.#length))
    this.#string = this.#bytes.toString(this.#encoding, from * this.#size, this.#to * this.#size)
  }
}
