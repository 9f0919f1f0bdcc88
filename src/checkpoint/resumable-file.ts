// Provides a file as a source that begins at a place, and stops now and then between two records for what is read to be made safe.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { promisify } from 'node:util'
import { InputError, reasonOf } from '../core/errors.ts'
import type { EngineOptions } from '../engine/engine.ts'
import type { Border } from '../engine/part.ts'
import { everyRecord, type Pattern, parsePattern } from '../engine/pattern.ts'
import { type Around, aroundEnd } from '../parts/around.ts'
import type { Plan } from '../plan/plan.ts'
import type { Reading, Source } from '../sources/source.ts'
import type { PlaceInside } from './checkpoint.ts'
import type { Pace } from './pace.ts'

const TURN = 4 // chunks until anything else may happen
const LESS_THAN = 0x3c
const TRIES = 256 // tags after which the document may be cut, or not
const LATEST = 64 // chunks until it is tried again

export interface ResumableOptions {
  plan: Plan
  /** Where to begin; at the start if not given. */
  from?: PlaceInside | undefined
  pace: Pace
  /** Where what was read so far ends, if the document may be cut there. */
  border(): Border | undefined
  /** Makes what is read up to a place safe, and has the engine go on from there. */
  save(place: Omit<PlaceInside, 'records'>): Promise<void>
}

export class ResumableFile implements Source {
  readonly name: string
  readonly #of: ResumableOptions
  readonly #pattern: Pattern
  readonly #parsing: EngineOptions
  #descriptor = -1
  #reading!: Reading
  #at = 0
  /** The border that was reached last, and what stands around it. */
  #last: { offset: number; around?: Around } = { offset: 0 }
  /** Whether that is not the border that the engine has reached last. */
  #isLost = true
  #pause = 0 // chunks until a border is looked for again
  #nextPause = 1

  constructor(name: string, options: ResumableOptions) {
    this.name = name
    this.#of = options
    this.#memory = Buffer.allocUnsafe(options.pace.chunk)
    const { pipeline: _, inputs: __, record, mapping: ___, dtd: ____, ...parsing } = options.plan
    this.#pattern = parsePattern(record ?? everyRecord())
    this.#parsing = parsing
  }

  async read(reading: Reading): Promise<boolean> {
    this.#reading = reading
    try {
      this.#descriptor = openSync(this.name, 'r')
      reading.onSize?.(fstatSync(this.#descriptor).size)
    } catch (error) {
      throw new InputError(`${this.name}: ${reasonOf(error)}`)
    }
    try {
      return await this.#readAll()
    } finally {
      closeSync(this.#descriptor)
    }
  }

  async #readAll(): Promise<boolean> {
    const { gate, signal, onRead, skip } = this.#reading
    const { from, pace } = this.#of
    if (from) {
      skip?.(from.offset)
      onRead?.(from.offset)
      this.#at = from.offset
      this.#last = from
      this.#isLost = false
    }
    for (let chunks = 1; !signal.aborted; chunks++) {
      await gate.whenOpen()
      const read = this.#feed(pace.chunk)
      if (read === undefined) return false
      if (read === 0) return true
      const isTime = this.#isLost || pace.isDue(this.#at) // what stands around is found near the start
      if (--this.#pause < 0 && isTime && !(await this.#stop())) return false
      if (chunks % TURN === 0) await nextTurn()
    }
    return false
  }

  /** Has so many bytes read; answers how many there were, and nothing if no more are wanted. */
  #feed(most: number): number | undefined {
    const { write, space, onRead } = this.#reading
    const memory = space?.(most) ?? this.#memory
    const read = this.#readInto(memory, most)
    if (read === 0) return 0
    onRead?.(read)
    this.#at += read
    return write(memory.subarray(0, read)) ? read : undefined
  }

  readonly #memory: Buffer // used again

  #readInto(memory: Uint8Array, most: number): number {
    try {
      return readSync(this.#descriptor, memory, 0, most, this.#at)
    } catch (error) {
      throw new InputError(`${this.name}: ${reasonOf(error)}`)
    }
  }

  /** Reads on to where the document may be cut, if that is not far; answers whether more is wanted. */
  async #stop(): Promise<boolean> {
    const ahead = this.#bytesAt(this.#at, this.#of.pace.chunk)
    const from = this.#at
    let tag = ahead.indexOf(LESS_THAN)
    for (let tries = 0; tag >= 0 && tries < TRIES; tries++) {
      const most = from + tag - this.#at
      if (most > 0 && this.#feed(most) === undefined) return false
      const border = this.#of.border()
      const isInRoot = border !== undefined && border.depth > 0 // or it may be in a declaration
      if (isInRoot && (await this.#reach(border))) return true
      tag = isInRoot ? -1 : ahead.indexOf(LESS_THAN, tag + 1)
    }
    this.#pause = this.#nextPause
    this.#nextPause = Math.min(2 * this.#nextPause, LATEST)
    return true
  }

  /** Has all up to a border made safe, if it is time; answers whether it is known what stands around. */
  async #reach(border: Border): Promise<boolean> {
    const { offset, depth: _, isAround, ...rest } = border
    const around = isAround && !this.#isLost ? this.#last.around : this.#around()
    this.#isLost = around === undefined
    if (!around) return false
    this.#last = { offset, around }
    this.#nextPause = 1
    if (this.#of.pace.isDue(offset)) await this.#of.save({ ...rest, offset, around })
    return true
  }

  /** What stands around the place that is reached, by what was read from the last one on. */
  #around(): Around | undefined {
    const { offset, around } = this.#last
    return aroundEnd({
      ...{ from: offset, to: this.#at, bytesAt: this.#bytesAt },
      ...(around && { around }),
      ...{ pattern: this.#pattern, options: this.#parsing },
    })
  }

  readonly #bytesAt = (offset: number, length: number): Buffer => {
    const bytes = Buffer.allocUnsafe(length)
    return bytes.subarray(0, readSync(this.#descriptor, bytes, 0, length, offset))
  }
}

const nextTurn = promisify(setImmediate)
