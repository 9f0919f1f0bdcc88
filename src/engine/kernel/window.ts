// Holds the part of a document that the kernel reads: takes in bytes, finds out how far they are characters, drops
// what has been read.

import { type Transcoder, wholeIn } from '../transcode.ts'
import type { Kernel } from '../wasm.ts'
import { inspect } from './characters.ts'
import type { KernelPositions } from './positions.ts'

const NEAR = 256 // bytes that are looked at first after what is no character: there may be more of that

export interface Inspected {
  /** Up to where they are characters. */
  end: number
  fact?: string
  /** Whether that is as far as there are any. */
  isAll: boolean
}

export class KernelWindow {
  readonly #kernel: Kernel
  readonly #transcoder: Transcoder
  readonly #places: KernelPositions
  /** Bytes in the window. */
  filled = 0
  /** Of those, up to where they are characters. */
  checked = 0
  /** Why those after them are not. */
  #fact: string | undefined
  #reach = Number.POSITIVE_INFINITY // how far it looks at once
  #malformed: string | undefined // the same of bytes that have not become UTF-8
  #prefix = 0 // bytes of the XML declaration, until it is skipped

  constructor(kernel: Kernel, transcoder: Transcoder, places: KernelPositions) {
    this.#kernel = kernel
    this.#transcoder = transcoder
    this.#places = places
  }

  /** Where the next bytes may be put; nothing where they become others. */
  space(bytes: number): Uint8Array | undefined {
    if (!this.#transcoder.isUtf8) return undefined
    return this.#kernel.bytes(this.#kernel.exports.room(this.filled, bytes), bytes)
  }

  /** Begins, once the encoding is known. */
  start(): void {
    this.#prefix = this.#transcoder.prefix
  }

  take(bytes: Uint8Array, isLast: boolean): void {
    const kernel = this.#kernel
    const utf8 = this.#transcoder.isUtf8 ? { bytes } : this.#transcoder.transcode(bytes, isLast)
    if ('fault' in utf8) this.#malformed = utf8.fault
    const { length } = utf8.bytes
    const at = kernel.exports.room(this.filled, length)
    const place = kernel.bytes(at, length)
    const isThere = utf8.bytes.buffer === place.buffer && utf8.bytes.byteOffset === place.byteOffset
    if (!isThere) place.set(utf8.bytes)
    this.filled += length
  }

  /** Finds out how far the bytes are characters, and why not further if it is not that it should look again. */
  inspect(isLast: boolean): Inspected {
    const kernel = this.#kernel
    if (this.#fact === undefined) {
      const window = kernel.exports.room(0, 0)
      const length = Math.min(this.filled - this.checked, this.#reach)
      const fresh = kernel.bytes(window + this.checked, length)
      const isAll = this.checked + length === this.filled
      // what is cut is less than a character
      const whole = this.checked + (isLast && isAll ? length : wholeIn(fresh))
      const found = inspect(kernel, window, this.checked, whole)
      this.checked = found.end
      this.#fact = found.fact ?? (isAll ? this.#malformed : undefined)
      this.#reach *= 4
      if (!isAll && this.#fact === undefined) return { end: this.checked, isAll: false }
    }
    if (this.#prefix > 0) {
      kernel.exports.skipTo(this.#prefix)
      this.#prefix = 0
    }
    return { end: this.checked, isAll: true, ...(this.#fact !== undefined && { fact: this.#fact }) }
  }

  /** Whether bytes could not be read at all: what comes after them is lost. */
  get isBroken(): boolean {
    return this.#malformed !== undefined
  }

  /** What is there from a place on, characters or not. */
  bytesFrom(at: number): Buffer {
    return this.#kernel.bytes(this.#kernel.exports.room(0, 0) + at, this.filled - at)
  }

  /** Where the token begins in which a fault is: a tag that is read is left already. */
  startOfToken(left: number, fault: number): number {
    return left > fault ? this.bytesFrom(0).lastIndexOf('<', fault) : left
  }

  /** Goes on at a place, which may be after what are characters. */
  goTo(at: number): void {
    this.#kernel.exports.passTo(at)
    if (at <= this.checked) return
    this.checked = at
    this.#fact = undefined
    this.#reach = NEAR
  }

  /** Drops what is needed no more. */
  discard(): void {
    const { exports } = this.#kernel
    const spent = exports.spent()
    if (spent === 0) return
    this.#places.pass(spent)
    this.filled = exports.discard(this.filled)
    this.checked -= spent
  }
}
