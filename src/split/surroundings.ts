// Keeps what stands around the places of a document that are reached one after the other. Start tags are looked for only
// in the stretches in which elements were opened, and only if they are asked for.

import type { Border } from '../engine/part.ts'
import { type Around, tagsAtEnd, type Way } from '../parts/around.ts'

/** What lies between two places. */
interface Stretch {
  from: number
  to: number
  /** The names of the elements that are open where it begins. */
  names: readonly string[]
  /** How many of these are open all along it. */
  kept: number
}

export class Surroundings {
  readonly #way: Pick<Way, 'bytesAt' | 'pattern' | 'options'>
  /** What stood around a place, and all stretches after it along which that has changed. */
  #known: Around
  #changes: Stretch[] = []
  #at: number
  #names: readonly string[]

  /** Begins at a place of which it is known what stands around it. */
  constructor(way: Pick<Way, 'bytesAt' | 'pattern' | 'options'>, place: Border, around: Around) {
    const { namespaces: _, limits, ...options } = way.options
    // the names that stand for open elements declare nothing, and a stretch is short for what entities add
    const free = { expansion: Number.MAX_SAFE_INTEGER, amplification: Number.MAX_SAFE_INTEGER }
    this.#way = {
      ...way,
      options: { ...options, namespaces: false, limits: { ...limits, ...free } },
    }
    this.#known = around
    this.#at = place.offset
    this.#names = place.names
  }

  /** Goes on to the next place. */
  reach({ offset, names, kept, isAround }: Border): void {
    if (!isAround) this.#changes.push({ from: this.#at, to: offset, names: this.#names, kept })
    this.#at = offset
    this.#names = names
  }

  /** From where on bytes are needed to find what stands around it. */
  get needed(): number {
    return this.#changes[0]?.from ?? this.#at
  }

  /** Finds what stands around the place that was reached last, so that no bytes before it are needed any more, if it can. */
  settle(): void {
    this.#find()
  }

  /** The place that was reached last. */
  get place(): number {
    return this.#at
  }

  /** What stands around it; nothing where a start tag is too long to be kept. */
  get around(): Around | undefined {
    return this.#find()
  }

  #find(): Around | undefined {
    if (this.#changes.length === 0) return this.#known
    const opened = new Map<Stretch, string[] | undefined>()
    const tags: string[] = []
    for (const level of this.#names.keys()) {
      const stretch = this.#changes.findLast(({ kept }) => kept <= level)
      if (stretch && !opened.has(stretch)) opened.set(stretch, this.#tagsAfter(stretch))
      const tag = (stretch ? opened.get(stretch) : this.#known.tags)?.[level]
      if (tag === undefined) return undefined
      tags.push(tag)
    }
    this.#known = { ...this.#known, tags }
    this.#changes = []
    return this.#known
  }

  #tagsAfter({ from, to, names }: Stretch): string[] | undefined {
    const around = { prolog: this.#known.prolog, tags: names.map((name) => `<${name}>`) }
    return tagsAtEnd({ ...this.#way, from, to, around })
  }
}
