// Finds where a document may be cut, and begins at such a place.

import { FLAG_RECORD, PLACE_CONTENT } from '../../kernel/layout.ts'
import type { Border, Inside, MetRecords } from '../part.ts'
import type { Kernel } from '../wasm.ts'
import type { KernelPositions } from './positions.ts'

export class KernelBorders {
  readonly #kernel: Kernel
  readonly #places: KernelPositions
  #depth = -1 // how many elements were open at the border before

  constructor(kernel: Kernel, places: KernelPositions) {
    this.#kernel = kernel
    this.#places = places
  }

  /** Begins a part of a document: what was read so far stands around it. */
  begin({ offset, lines, characters, expansion, met }: Inside): void {
    const { exports } = this.#kernel
    exports.beginPart(offset, lines, characters, expansion)
    this.#depth = exports.depth()
    if (!met) return
    exports.meetRecords(met.parentDepth)
    for (const name of met.names) exports.addFlags(this.#kernel.name(name), FLAG_RECORD)
  }

  /** The place up to which all is read, if the document may be cut there. */
  reached(): Border | undefined {
    const { exports } = this.#kernel
    if (exports.place() !== PLACE_CONTENT || exports.recordStart() !== -1) return undefined
    const depth = exports.depth()
    const kept = exports.lowestDepth()
    const isAround = depth === this.#depth && depth === kept
    exports.watchDepth()
    this.#depth = depth
    return {
      offset: this.#places.offsetOf(exports.bytesRead()),
      lines: exports.lineEnds(),
      characters: exports.charactersBefore(),
      expansion: exports.expansion(),
      depth,
      names: this.#kernel.openNames(),
      kept,
      isAround,
      met: this.#met(),
    }
  }

  #met(): MetRecords | undefined {
    const { exports } = this.#kernel
    const parentDepth = exports.recordParentDepth()
    if (parentDepth < 0) return undefined
    const names = []
    for (let n = exports.recordNameFrom(0); n >= 0; n = exports.recordNameFrom(n + 1)) {
      names.push(this.#kernel.nameText(exports.nameAt(n)))
    }
    return { names, parentDepth }
  }
}
