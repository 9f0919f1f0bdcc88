// Provides a file as a source that begins at a place, and stops now and then between two records for what is read to be made safe.

import { nextTurn } from '../core/next-turn.ts'
import type { Border } from '../engine/part.ts'
import { type Content, FileContent } from '../parts/content.ts'
import type { Plan } from '../plan/plan.ts'
import type { Reading, Source } from '../sources/source.ts'
import { Borders, type FoundPlace, isInRoot, TRIES } from './borders.ts'
import type { PlaceInside } from './checkpoint.ts'
import type { Pace } from './pace.ts'

const TURN = 4 // chunks until anything else may happen
const LESS_THAN = 0x3c

export interface ResumableOptions {
  plan: Plan
  /** Where to begin; at the start if not given. */
  from: PlaceInside | undefined
  pace: Pace
  /** Where what was read so far ends, if the document may be cut there. */
  border(): Border | undefined
  /** Makes what is read up to a place safe, and has the engine go on from there. */
  save(place: FoundPlace): Promise<void>
}

export class ResumableFile implements Source {
  readonly name: string
  readonly #of: ResumableOptions
  readonly #borders: Borders
  readonly #memory: Buffer // used again
  #content!: Content
  #reading!: Reading
  #at = 0

  constructor(name: string, options: ResumableOptions) {
    const { plan, pace, from } = options
    this.name = name
    this.#of = options
    this.#borders = new Borders(plan, pace, from)
    this.#memory = Buffer.allocUnsafe(pace.chunk)
  }

  async read(reading: Reading): Promise<boolean> {
    this.#reading = reading
    this.#content = new FileContent(this.name, reading)
    try {
      return await this.#readAll()
    } finally {
      this.#content.close()
    }
  }

  async #readAll(): Promise<boolean> {
    const { gate, signal, onRead, skip } = this.#reading
    const { from, pace } = this.#of
    if (from) {
      skip?.(from.offset)
      onRead?.(from.offset)
      this.#at = from.offset
    }
    for (let chunks = 1; !signal.aborted; chunks++) {
      await gate.whenOpen()
      const read = this.#feed(pace.chunk)
      if (read === undefined) return false
      if (read === 0) return true
      if (this.#borders.isTime(this.#at) && !(await this.#stop())) return false
      if (chunks % TURN === 0) await nextTurn()
    }
    return false
  }

  /** Has so many bytes read; answers how many there were, and nothing if no more are wanted. */
  #feed(most: number): number | undefined {
    const { write, space, onRead } = this.#reading
    const memory = space?.(most) ?? this.#memory
    const read = this.#content.read(memory.subarray(0, most), this.#at)
    if (read === 0) return 0
    onRead?.(read)
    this.#at += read
    return write(memory.subarray(0, read)) ? read : undefined
  }

  /** Reads on to where the document may be cut, if that is not far; answers whether more is wanted. */
  async #stop(): Promise<boolean> {
    const { pace, border, save } = this.#of
    const from = this.#at
    const ahead = this.#bytesAt(from, pace.chunk)
    let tag = ahead.indexOf(LESS_THAN)
    for (let tries = 0; tag >= 0 && tries < TRIES; tries++) {
      const most = from + tag - this.#at
      if (most > 0 && this.#feed(most) === undefined) return false
      const reached = border()
      if (isInRoot(reached)) {
        const place = this.#borders.reach(reached, this.#bytesAt)
        if (!place) break
        if (pace.isDue(place.offset)) await save(place)
        return true
      }
      tag = ahead.indexOf(LESS_THAN, tag + 1)
    }
    this.#borders.miss()
    return true
  }

  readonly #bytesAt = (offset: number, length: number): Buffer => {
    const bytes = Buffer.allocUnsafe(length)
    return bytes.subarray(0, this.#content.read(bytes, offset))
  }
}
