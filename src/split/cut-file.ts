// Provides a file as a source that is cut on the way: it stops where a cut is wanted, and asks whether the document may be cut
// there.

import type { EngineOptions } from '../engine/engine.ts'
import type { Border } from '../engine/part.ts'
import type { Pattern } from '../engine/pattern.ts'
import { type Around, aroundEnd, firstRecordNear } from '../parts/around.ts'
import { bytesOf, type Content, FileContent } from '../parts/content.ts'
import { feed } from '../parts/feed.ts'
import type { Reading, Source } from '../sources/source.ts'
import { RecordStarts } from './record-starts.ts'
import { Surroundings } from './surroundings.ts'

const STRETCHES = 32 // of a part, at most: what stands around is looked for in some of them
const SHORTEST_STRETCH = 32 * 1024 // bytes
const LONGEST_STRETCH = 1024 * 1024
const NEAR = 4 // stretches in which a record is likely to begin

/** A place where the document is cut. */
export interface Cut {
  border: Border
  around: Around
  /** Records before it. */
  records: number
}

export interface Cutting {
  pattern: Pattern
  parsing: EngineOptions
  /** The place from which on the next cut is wanted, by where the part begins; none if that is the last. */
  next: (from: number, size: number) => number | undefined
  /** What is known of the place that the reading has come to. */
  border: () => Border | undefined
  records: () => number
  /** How far apart are the places at which it looks what stands around, at most, in bytes. */
  stretch?: number | undefined
}

export class CutFile implements Source {
  readonly name: string
  readonly cuts: Cut[] = []
  readonly #of: Cutting
  #content!: Content
  #reading!: Reading
  #at = 0
  /** The place from which on the document may be cut. */
  #first = 0
  #starts: RecordStarts | undefined
  #surroundings: Surroundings | undefined

  constructor(name: string, cutting: Cutting) {
    this.name = name
    this.#of = cutting
  }

  async read(reading: Reading): Promise<boolean> {
    this.#reading = reading
    this.#content = new FileContent(this.name, reading)
    try {
      return (await this.#begin()) && (await this.#cutAll()) && (await this.#feed(this.#size))
    } finally {
      this.#content.close()
    }
  }

  get #size(): number {
    return this.#content.shared.there
  }

  /** Reads up to the first record: from there on it is known what stands around. Answers whether more is wanted. */
  async #begin(): Promise<boolean> {
    const first = firstRecordNear(this.#size, this.#way)
    if (!first) return true
    this.#starts = new RecordStarts(this.#way, first)
    if (!(await this.#feed(first.offset))) return false
    const border = this.#of.border()
    const around = border && aroundEnd({ ...this.#way, from: 0, to: this.#at })
    if (border && around) this.#surroundings = new Surroundings(this.#way, border, around)
    return true
  }

  async #cutAll(): Promise<boolean> {
    if (!this.#surroundings) return true
    for (let from = 0; ; ) {
      this.#first = this.#at + 1 // there is something in each part
      const goal = this.#of.next(from, this.#size)
      if (goal === undefined) return true
      const cut = await this.#cutAfter(goal)
      if (typeof cut === 'boolean') return cut
      this.cuts.push(cut)
      from = cut.border.offset
    }
  }

  /** Reads up to the first place, from a goal on, where the document may be cut; if there is none, answers whether more is wanted. */
  async #cutAfter(goal: number): Promise<Cut | boolean> {
    const surroundings = this.#surroundings as Surroundings
    const part = Math.max(0, goal - this.#at)
    const few = Math.max(SHORTEST_STRETCH, Math.ceil(part / STRETCHES))
    const stretch = Math.min(this.#of.stretch ?? LONGEST_STRETCH, few)
    for (let place = Math.min(goal, this.#at + stretch); ; ) {
      const found = this.#startAfter(place, stretch)
      if (found < 0) return true
      if (!(await this.#feed(found))) return false
      const border = this.#of.border()
      if (border) surroundings.reach(border)
      const around = border && found >= goal ? surroundings.around : undefined
      if (border && around) return { border, around, records: this.#of.records() }
      place = found >= goal ? found + 1 : Math.max(found + 1, Math.min(goal, found + stretch))
    }
  }

  /** What looks like the start of a record; if none is near, also by other names than before. */
  #startAfter(place: number, stretch: number): number {
    const starts = this.#starts as RecordStarts
    const from = Math.max(place, this.#first)
    const near = Math.min(this.#size, from + NEAR * stretch)
    const found = starts.find(from, near)
    if (found >= 0 || near === this.#size) return found
    const { place: known, around } = this.#surroundings as Surroundings
    return starts.find(starts.learn(known, around, near) ? from : near, this.#size)
  }

  get #way() {
    return { bytesAt: this.#bytesAt, pattern: this.#of.pattern, options: this.#of.parsing }
  }

  readonly #bytesAt = bytesOf((memory, at) => this.#content.read(memory, at))

  /** Has all up to a place read, or as far as the file goes if it has become shorter; answers whether more is wanted. */
  async #feed(to: number): Promise<boolean> {
    const { at, how } = await feed(this.#content, this.#reading, this.#at, to)
    this.#at = at
    return how !== 'done'
  }
}
