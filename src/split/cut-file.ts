// Provides a file as a source that is cut on the way: it stops where a cut is wanted, and asks whether the document may be cut
// there.

import type { EngineOptions } from '../engine/engine.ts'
import type { Border } from '../engine/part.ts'
import type { Pattern } from '../engine/pattern.ts'
import {
  type Around,
  aroundEnd,
  type FirstRecord,
  firstRecord,
  NEAR_START,
} from '../parts/around.ts'
import { bytesOf, type Content } from '../parts/content.ts'
import { feed } from '../parts/feed.ts'
import type { Reading, Source } from '../sources/source.ts'
import type { Cuttable, Goal } from './cuttable.ts'
import { LONGEST_START, RecordStarts } from './record-starts.ts'
import { Surroundings } from './surroundings.ts'

const STRETCHES = 32 // of a part, at most: what stands around is looked for in some of them
const SHORTEST_STRETCH = 32 * 1024 // bytes
const LONGEST_STRETCH = 1024 * 1024
const NEAR = 4 // stretches in which a record is likely to begin
const AT_ONCE = 2 * 1024 * 1024 // bytes that are read until others are let go of
const LAST = 4096 // bytes in which a tag is looked for where there is no record

/** A place where the document is cut. */
export interface Cut {
  border: Border
  around: Around
  /** Records before it. */
  records: number
}

export interface Cutting {
  /** The file that is cut. */
  of: Cuttable
  pattern: Pattern
  parsing: EngineOptions
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
  #isCutting = true
  #starts: RecordStarts | undefined
  #surroundings: Surroundings | undefined

  constructor(name: string, cutting: Cutting) {
    this.name = name
    this.#of = cutting
  }

  /** How far the document was read. */
  get at(): number {
    return this.#at
  }

  async read(reading: Reading): Promise<boolean> {
    this.#reading = reading
    this.#content = this.#of.of.open(reading)
    try {
      const goesOn = (await this.#begin()) && (await this.#cutAll())
      this.#isCutting = false
      return goesOn && (await this.#feed(Number.POSITIVE_INFINITY))
    } finally {
      this.#content.close()
    }
  }

  /** Reads up to the first record: from there on it is known what stands around. Answers whether more is wanted. */
  async #begin(): Promise<boolean> {
    const first = await this.#firstRecord()
    if (!first) return true
    this.#starts = new RecordStarts(this.#way, first)
    if (!(await this.#feed(first.offset))) return false
    const border = this.#of.border()
    const around = border && aroundEnd({ ...this.#way, from: 0, to: this.#at })
    if (border && around) this.#surroundings = new Surroundings(this.#way, border, around)
    return true
  }

  async #firstRecord(): Promise<FirstRecord | undefined> {
    for (const near of NEAR_START) {
      const to = await this.#come(near)
      const found = firstRecord({ ...this.#way, from: 0, to })
      if (found) return found
    }
    return undefined
  }

  async #cutAll(): Promise<boolean> {
    if (!this.#surroundings) return true
    for (let from = 0; ; ) {
      const goal = this.#of.of.goalAfter(from)
      if (goal === undefined) return true
      const cut = await this.#cutAfter(goal, this.#surroundings)
      if (typeof cut === 'boolean') return cut
      this.cuts.push(cut)
      from = cut.border.offset
    }
  }

  /** Reads up to the first place, from a goal on, where the document may be cut; if there is none, answers whether more is wanted. */
  async #cutAfter(goal: Goal, surroundings: Surroundings): Promise<Cut | boolean> {
    const stretch = this.#stretchTo(goal())
    let least = this.#at + 1 // there is something in each part
    while (true) {
      await this.#come(this.#at + stretch) // then the goal is known, if it is before that
      const place = Math.max(least, Math.min(goal() ?? UNKNOWN, this.#at + stretch))
      const found = await this.#startAfter(place, stretch, surroundings)
      if (typeof found === 'boolean') return found
      if (!(await this.#feed(found))) return false
      const border = this.#reach(surroundings)
      if (border === 'lost') return true
      const around = border && found >= (goal() ?? UNKNOWN) ? surroundings.around : undefined
      if (border && around) return { border, around, records: this.#of.records() }
      least = found + 1
    }
  }

  #stretchTo(goal = UNKNOWN): number {
    const part = Math.max(0, goal - this.#at)
    const few = Math.max(SHORTEST_STRETCH, Math.ceil(part / STRETCHES))
    return Math.min(this.#of.stretch ?? LONGEST_STRETCH, few)
  }

  /** What looks like the start of a record; if none is near, also by other names than before. */
  async #startAfter(
    place: number,
    stretch: number,
    surroundings: Surroundings,
  ): Promise<number | boolean> {
    const starts = this.#starts as RecordStarts
    for (let from = place; ; ) {
      const to = await this.#come(from + NEAR * stretch)
      let found = starts.find(from, to)
      if (found < 0 && from === place) {
        const { place: known, around } = surroundings
        if (starts.learn(known, around, to)) found = starts.find(from, to)
      }
      if (found >= 0) return found
      if (to <= from || (to === this.#content.shared.there && this.#content.shared.isWhole)) {
        return true
      }
      if (!(await this.#feed(this.#tagBefore(to)))) return false
      if (this.#reach(surroundings) === 'lost') return true
      from = to
    }
  }

  /** The last place before another one where a tag may begin. */
  #tagBefore(to: number): number {
    const from = Math.max(this.#at, to - LAST)
    const tag = this.#bytesAt(from, to - from).lastIndexOf(TAG)
    return tag < 0 ? to : from + tag
  }

  /** Asks what is known of the place that the reading has come to, and keeps what is needed for what stands around it. */
  #reach(surroundings: Surroundings): Border | undefined | 'lost' {
    const border = this.#of.border()
    if (border) surroundings.reach(border)
    if (surroundings.needed < this.#content.from) return 'lost'
    // what was opened long ago is looked for while it can be read
    if (this.#at - surroundings.needed > this.#of.of.window / 2) surroundings.settle()
    return border
  }

  get #way() {
    return { bytesAt: this.#bytesAt, pattern: this.#of.pattern, options: this.#of.parsing }
  }

  readonly #bytesAt = bytesOf((memory, at) => this.#content.read(memory, at))

  /** Waits until all up to a place has come, and something more; answers how far it has, that place at most. What is wrong there is said when it is read. */
  async #come(to: number): Promise<number> {
    const { shared, from } = this.#content
    const least = Math.min(to + LONGEST_START, from + this.#of.of.window)
    const more = () => this.#content.more().catch(() => false)
    while (shared.there < least && (await more()));
    return Math.min(to, shared.there)
  }

  /** Has all up to a place read, or as far as the document goes; answers whether more is wanted. */
  async #feed(to: number): Promise<boolean> {
    while (this.#at < to) {
      const next = Math.min(to, this.#at + AT_ONCE)
      const { at, how } = await feed(this.#content, this.#reading, this.#at, next)
      this.#at = at
      this.#content.release(this.#isCutting ? (this.#surroundings?.needed ?? 0) : at)
      if (how !== 'more') return how === 'ended'
    }
    return true
  }
}

const UNKNOWN = Number.POSITIVE_INFINITY
const TAG = 0x3c
