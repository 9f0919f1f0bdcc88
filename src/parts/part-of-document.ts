// Reads a part of a document: from what looks like a start to the first place after it where the document may be cut.

import type { Engine } from '../engine/engine.ts'
import type { Border } from '../engine/part.ts'
import type { Line } from '../plan/ends.ts'
import { aroundEnd, type BytesAt, textOf, type Way } from './around.ts'
import { findCandidate } from './candidates.ts'
import { bytesOf, type Content, readerOf } from './content.ts'
import type { PartPlace, PartTask } from './messages.ts'

const CHUNK = 256 * 1024
const memory = Buffer.allocUnsafe(CHUNK) // used again

export interface PartOptions extends Pick<Way, 'pattern' | 'options'> {
  /** Called now and then; throws if the part is not wanted any more. */
  goOn: () => void
}

export class PartOfDocument {
  readonly #task: PartTask
  readonly #of: PartOptions
  readonly #read: Content['read']
  readonly #bytesAt: BytesAt
  readonly #start: number

  /** @throws Error if no part starts there. */
  constructor(task: PartTask, options: PartOptions) {
    this.#task = task
    this.#of = options
    this.#read = readerOf(task.content)
    this.#bytesAt = bytesOf(this.#read)
    this.#start = this.#candidate(task.from, task.to)
    if (this.#start < 0) throw new Error('no part starts there')
  }

  /** @throws Error for whatever another thread has to look at. */
  read(line: Line): PartPlace {
    const { name, around } = this.#task
    const inside = { around: textOf(around), offset: this.#start, lines: 0, characters: 0 }
    return this.#readOn(line.open(name, { ...inside, expansion: 0, records: 0 }))
  }

  /** Reads up to the first border from the end of the part on at which the document may be cut. */
  #readOn(engine: Engine): PartPlace {
    const { to, step, around, content } = this.#task
    const size = content.isWhole ? content.there : Number.POSITIVE_INFINITY
    const { pattern, options } = this.#of
    let at = this.#start
    let isLost = false // what stands around the place that was reached last is not known
    for (let boundary = to; ; boundary += step) {
      const found = boundary < size ? this.#candidate(boundary, boundary + step) : size
      if (found < 0 && boundary < content.there) continue
      if (found < 0) throw new Error('its end has not come yet')
      const isWanted = this.#feed(engine, at, found)
      at = found
      if (!isWanted) throw new Error('whether more is wanted is for the thread that has the whole')
      if (at === size) {
        engine.end()
        return { at, isLast: true, ...NO_PLACE }
      }
      const border = engine.border?.()
      if (!border) continue
      if (border.isAround && !isLost) return { at, isLast: false, ...placeOf(border) }
      const way = { from: this.#start, to: at, around, bytesAt: this.#bytesAt }
      const now = aroundEnd({ ...way, pattern, options })
      if (now === around) return { at, isLast: false, ...placeOf(border) }
      if (now) return { at, isLast: false, ...placeOf(border), around: now }
      isLost = true
    }
  }

  #candidate(from: number, to: number): number {
    const { names, content } = this.#task
    return findCandidate(this.#bytesAt, names, from, Math.min(to, content.there))
  }

  /** Answers whether more is wanted. */
  #feed(engine: Engine, from: number, to: number): boolean {
    for (let at = from; at < to; ) {
      this.#of.goOn()
      const length = Math.min(CHUNK, to - at)
      const space = engine.space?.(length) ?? memory.subarray(0, length)
      const read = this.#read(space, at)
      if (read < length) throw new Error('the file has become shorter')
      if (!engine.write(space)) return false
      at += length
    }
    return true
  }
}

const NO_PLACE = { lines: 0, characters: 0, expansion: 0 }

function placeOf({
  lines,
  characters,
  expansion,
  met,
}: Border): Pick<Border, keyof typeof NO_PLACE | 'met'> {
  return { lines, characters, expansion, met }
}
