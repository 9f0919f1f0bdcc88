// Provides a tape of the kernel: events where it wrote them, and strings that are cut from its texts.

import type { Limits } from '../limits.ts'
import { EVENT_WORDS, type Name, type Tape } from '../tape.ts'
import type { Kernel } from '../wasm.ts'
import type { Position } from '../xml-error.ts'
import type { KernelPositions } from './positions.ts'
import { Stretch } from './stretch.ts'

export class KernelTape implements Tape {
  readonly events: Int32Array
  readonly length: number
  readonly names: readonly Name[]
  readonly beyond: (limit: keyof Limits, place: Position) => Error
  readonly #kernel: Kernel
  readonly #places: KernelPositions
  readonly #from: number // where the texts begin
  readonly #ascii: Stretch
  /** Those that are not ASCII, as UTF-16, and where each begins and ends there, by event. */
  readonly #utf16: Stretch | undefined
  readonly #ranges: Int32Array | undefined

  constructor(
    kernel: Kernel,
    places: KernelPositions,
    names: readonly Name[],
    beyond: KernelTape['beyond'],
  ) {
    const { exports } = kernel
    const ranges = exports.writeUtf16() // memory may grow, so it comes before all views
    const length = exports.tapeLength()
    this.#kernel = kernel
    this.#places = places
    this.names = names
    this.beyond = beyond
    this.length = length
    this.events = new Int32Array(exports.memory.buffer, exports.tape(), length * EVENT_WORDS)
    this.#from = exports.texts()
    this.#ascii = new Stretch(kernel.bytes(this.#from, exports.textsLength()), 'latin1')
    if (ranges === 0) return
    this.#ranges = new Int32Array(exports.memory.buffer, ranges, length * 2)
    const units = kernel.bytes(ranges + length * 8, exports.utf16Length())
    this.#utf16 = new Stretch(units, 'utf16le')
  }

  text(at: number): string {
    if (this.#ranges !== undefined && this.#utf16 !== undefined) {
      const range = (2 * at) / EVENT_WORDS
      const to = this.#ranges[range + 1] as number
      if (to > 0) return this.#utf16.cut(this.#ranges[range] as number, to)
    }
    const from = this.events[at + 2] as number
    return this.#ascii.cut(from, from + (this.events[at + 3] as number))
  }

  offset(at: number): number {
    return this.#places.offsetOf(this.#utf8OffsetOf(at))
  }

  place(at: number): Position {
    return this.#places.placeOf(this.#utf8OffsetOf(at))
  }

  get utf8(): { bytes: Uint8Array; from: number } {
    return { bytes: new Uint8Array(this.#kernel.exports.memory.buffer), from: this.#from }
  }

  /** Where an element starts: its event has that in the place of a text. */
  #utf8OffsetOf(at: number): number {
    return ((this.events[at + 2] ?? 0) >>> 0) + (this.events[at + 3] ?? 0) * 2 ** 32
  }
}
