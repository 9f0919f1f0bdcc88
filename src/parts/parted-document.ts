// Provides a document as a source that is read in parts: every now and then a part that another thread has read, the rest here.
// A part counts if what was read before it ends where it begins, in the elements that it was thought to stand in.

import { bothMet, type Inside } from '../engine/part.ts'
import type { Plan } from '../plan/plan.ts'
import type { Reading, Source } from '../sources/source.ts'
import {
  type Around,
  aroundEnd,
  type FirstRecord,
  firstRecordNear,
  rulesOf,
  textOf,
  type Way,
} from './around.ts'
import { findCandidate } from './candidates.ts'
import { bytesOf, type Content } from './content.ts'
import type { Crew } from './crew.ts'
import { type Fed, feed } from './feed.ts'
import type { JoinedLine } from './joined-line.ts'
import type { End, PartPlace, PartTask } from './messages.ts'
import { PartQueue } from './part-queue.ts'
import { take } from './take.ts'

const AT_ONCE = 1024 * 1024 // bytes that are read here where no part was handed out
const FREE_EXPANSION = 1 << 20 // bytes that entities may add before their share of the document counts

export interface PartedOptions {
  /** Its bytes, while it is read. */
  open: (reading: Reading) => Content
  plan: Plan
  line: JoinedLine
  crew: Crew
  /** Bytes of a part. */
  step: number
}

/** The place up to which all is read, with what stands around it. */
interface Place extends Omit<Inside, 'around'> {
  around: Around
}

export class PartedDocument implements Source {
  readonly name: string
  readonly #of: PartedOptions
  readonly #bytesAt = bytesOf((memory, at) => this.#content.read(memory, at))
  readonly #way: Omit<Way, 'from' | 'around' | 'to'>
  #content!: Content
  #reading!: Reading
  /** How far the document is read, here or by others. */
  #at = 0
  /** The border that was reached last. */
  #place!: Place
  /** Whether the engine here is not where the reading is. */
  #isLeft = false

  constructor(name: string, options: PartedOptions) {
    this.name = name
    this.#of = options
    this.#way = { ...rulesOf(options.plan), bytesAt: this.#bytesAt }
  }

  async read(reading: Reading): Promise<boolean> {
    this.#reading = reading
    this.#content = this.#of.open(reading)
    try {
      return await this.#readAll()
    } finally {
      this.#of.crew.cancel()
      this.#content.close()
    }
  }

  async #readAll(): Promise<boolean> {
    const { line } = this.#of
    const first = await this.#firstRecord()
    if (first && (await this.#feed(first.offset)) === 'done') return false
    const border = first && line.border // from here on it is known what stands around
    const around = border && this.#aroundEnd(0)
    const end =
      border && around
        ? await this.#readParts({ ...border, around, records: 0 }, first.names)
        : await this.#feed(Number.POSITIVE_INFINITY)
    return end !== 'done'
  }

  /** Reads from a place on, with the others. */
  async #readParts(first: Place, names: readonly string[]): Promise<'ended' | 'done'> {
    const { line, crew, step } = this.#of
    const content = this.#content
    const queue = new PartQueue(crew, { name: this.name, names, content }, step)
    this.#place = first
    let isLost = false // what stands around the place that was reached last is not known
    while (true) {
      const { around, offset } = this.#place
      content.release(offset)
      await content.fillUp()
      if (crew.isReady && !isLost) queue.fill(this.#at, { around, layouts: line.layouts })
      const part = queue.next
      const start = part ? this.#startOf(part.task) : this.#at + AT_ONCE
      if (this.#at < start) {
        const fed = await this.#feed(start)
        if (fed !== 'more') return fed
        if (!part) continue
        const border = line.border
        const now: Around | undefined =
          border &&
          (border.isAround && !isLost ? around : this.#aroundEnd(this.#place.offset, around))
        if (border) isLost = now === undefined
        if (border && now) this.#place = { ...border, around: now, records: line.records }
        if (now !== around) {
          if (border && now) queue.restart(this.#at)
          else queue.drop()
          continue
        }
      }
      if (!part) continue
      if (start !== this.#at) {
        queue.drop()
        continue
      }
      queue.begin()
      const taken = await take(part, line, this.#reading, (end) => !this.#isTooMuch(end))
      if (taken === 'done') return 'done'
      if ('came' in taken) {
        queue.drop() // it is read here
        line.beginAgain(taken.came)
        continue
      }
      const { end } = taken
      queue.take()
      this.#accept(end)
      if (line.isDone) return 'done'
      if (end.isLast) return 'ended'
      if (end.around) queue.restart(this.#at)
    }
  }

  /** Where a part starts; before all that is left if it does not. */
  #startOf({ from, to, names }: PartTask): number {
    const { there } = this.#content.shared
    return findCandidate(this.#bytesAt, names, from, Math.min(to, there))
  }

  /** What stands around the place that was reached, by what was read from another one on. */
  #aroundEnd(from: number, around?: Around): Around | undefined {
    if (from < this.#content.from) return undefined
    return aroundEnd({ ...this.#way, from, to: this.#at, ...(around && { around }) })
  }

  /** Goes on after a part that another thread has read. */
  #accept(end: End<PartTask>): void {
    const { line } = this.#of
    line.leave()
    this.#isLeft = true
    line.add(end)
    this.#reading.skip?.(end.at - this.#at)
    this.#content.onTaken(end.at - this.#at)
    this.#place = after(this.#place, end)
    this.#at = end.at
  }

  /** Whether entities may have added more than all of the document allows. */
  #isTooMuch({ expansion }: PartPlace): boolean {
    const { expansion: limit = FREE_EXPANSION } = this.#of.plan.limits ?? {}
    return expansion > 0 && this.#place.expansion + expansion > Math.min(limit, FREE_EXPANSION)
  }

  async #firstRecord(): Promise<FirstRecord | undefined> {
    await this.#content.more()
    await this.#content.fillUp()
    return firstRecordNear(this.#content.shared.there, this.#way)
  }

  /** Has all up to a place read in this thread. */
  async #feed(to: number): Promise<Fed['how']> {
    if (this.#isLeft) {
      const { around, ...place } = this.#place
      this.#of.line.goOn({ ...place, around: textOf(around) })
      this.#isLeft = false
    }
    const { at, how } = await feed(this.#content, this.#reading, this.#at, to)
    this.#at = at
    return how
  }
}

/** The place after a part. */
function after(
  place: Place,
  { at, lines, characters, expansion, met, around, findings }: End<PartTask>,
): Place {
  return {
    around: around ?? place.around,
    offset: at,
    lines: place.lines + lines,
    characters: lines > 0 ? characters : place.characters + characters,
    expansion: place.expansion + expansion,
    records: place.records + findings.records,
    met: bothMet(place.met, met),
  }
}
