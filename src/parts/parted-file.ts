// Provides a file as a source that is read in parts: the beginning here, until other threads are ready; then by them, for
// as long as all goes well; the rest, from a fault on, here again.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { promisify } from 'node:util'
import { InputError, reasonOf } from '../core/errors.ts'
import type { EngineOptions } from '../engine/engine.ts'
import type { Inside } from '../engine/part.ts'
import { everyRecord, type Pattern, parsePattern } from '../engine/pattern.ts'
import type { Plan } from '../plan/plan.ts'
import { Lines } from '../record/lines.ts'
import type { Reading, Source } from '../sources/source.ts'
import {
  type Around,
  aroundEnd,
  type BytesAt,
  type FirstRecord,
  firstRecord,
  textOf,
} from './around.ts'
import { findCandidate } from './candidates.ts'
import type { Crew, Handed } from './crew.ts'
import type { JoinedLine } from './joined-line.ts'
import type { End, Sent } from './messages.ts'

const CHUNK = 256 * 1024
const TURN = 4 // chunks until anything else may happen
const FIRST = [256 * 1024, 16 * 1024 * 1024] // bytes in which the first record is looked for
const AHEAD = 2 // parts that a thread is given, one of which waits
const FREE_EXPANSION = 1 << 20 // bytes that entities may add before their share of the document counts

export interface PartedOptions {
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

export class PartedFile implements Source {
  readonly name: string
  readonly #of: PartedOptions
  readonly #pattern: Pattern
  readonly #parsing: EngineOptions
  #descriptor = -1
  #size = 0
  #reading!: Reading

  constructor(name: string, options: PartedOptions) {
    this.name = name
    this.#of = options
    const { pipeline: _, inputs: __, record, mapping: ___, dtd: ____, ...parsing } = options.plan
    this.#pattern = parsePattern(record ?? everyRecord())
    this.#parsing = parsing
  }

  async read(reading: Reading): Promise<boolean> {
    this.#reading = reading
    try {
      this.#descriptor = openSync(this.name, 'r')
      this.#size = fstatSync(this.#descriptor).size
    } catch (error) {
      throw new InputError(`${this.name}: ${reasonOf(error)}`)
    }
    reading.onSize?.(this.#size)
    try {
      return await this.#readAll()
    } finally {
      this.#of.crew.cancel()
      closeSync(this.#descriptor)
    }
  }

  async #readAll(): Promise<boolean> {
    const { line } = this.#of
    const first = this.#firstRecord()
    let at = 0
    if (first) {
      if (!(await this.#feed(0, first.offset))) return false
      at = first.offset
      const isKnown = line.border !== undefined // from here on it is known what stands around
      const place = isKnown ? await this.#begin(first) : undefined
      if (place === 'done') return false
      if (place) {
        line.leave()
        const reached = await this.#readParts(place, first.names)
        if (reached === 'ended') return true
        if (reached === 'done') return false
        const { around, ...rest } = reached
        line.goOn({ ...rest, around: textOf(around) })
        at = reached.offset
      } else at = this.#fed
    }
    return this.#feed(at, Number.POSITIVE_INFINITY)
  }

  #fed = 0

  /** Reads until the others are ready and the document can be cut; nothing if it ends before. */
  async #begin({ offset, around, names }: FirstRecord): Promise<Place | 'done' | undefined> {
    const { line, crew, step } = this.#of
    let at = offset
    while (at < this.#size) {
      if (!crew.isReady) {
        const to = Math.min(this.#size, at + TURN * CHUNK)
        if (!(await this.#feed(at, to))) return 'done'
        at = to
        await nextTurn()
        continue
      }
      const found = findCandidate(this.#bytesAt, names, at, Math.min(at + step, this.#size))
      const to = found < 0 ? Math.min(at + step, this.#size) : found
      if (!(await this.#feed(at, to))) return 'done'
      at = to
      const border = found < 0 ? undefined : line.border
      if (!border) {
        if (found >= 0 && !(await this.#feed(at, at + 1))) return 'done' // on to the next one
        if (found >= 0) at++
        continue
      }
      const { isAround, depth: _, ...place } = border
      const way = { from: offset, to: at, around, bytesAt: this.#bytesAt }
      const now = isAround
        ? around
        : aroundEnd({ ...way, pattern: this.#pattern, options: this.#parsing })
      if (now) return { ...place, records: line.records, around: now }
    }
    this.#fed = at
    return undefined
  }

  /** Has the others read from a place on; answers how far all went well, if not to the end. */
  async #readParts(from: Place, names: readonly string[]): Promise<Place | 'ended' | 'done'> {
    const { crew, step, line } = this.#of
    const { gate, signal } = this.#reading
    let place = from
    let next = from.offset // where to look for the next part
    let handed: Handed[] = []
    const handOut = () => {
      while (handed.length < AHEAD * crew.size && next < this.#size) {
        const isExact = next === place.offset
        const to = (Math.floor(next / step) + 1) * step
        handed.push(
          crew.hand({
            ...{ name: this.name, descriptor: this.#descriptor, size: this.#size },
            ...{ from: next, to, step, isExact, names, around: place.around },
          }),
        )
        next = to
      }
    }
    while (true) {
      handOut()
      const part = handed.shift()
      if (part === undefined) throw new Error('a document has no end')
      const started = await part.next()
      if (started.said !== 'started' || started.at !== place.offset) {
        if (started.said === 'failed') return place
        part.drop() // what it was to read was read with the part before
        continue
      }
      for (const joint of line.joints) joint.begin()
      const end = await this.#take(part)
      if (end === 'done') return 'done'
      if (end === 'failed' || this.#isTooMuch(place, end)) {
        for (const joint of line.joints) joint.beginAgain()
        return place
      }
      line.add(end.findings)
      for (const [i, state] of end.states.entries()) {
        if (state !== undefined) line.joints[i]?.merge(state)
      }
      this.#reading.skip?.(end.at - place.offset)
      this.#reading.onRead?.(end.at - place.offset)
      if (end.isLast) return line.isDone ? 'done' : 'ended'
      place = after(place, end)
      if (line.isDone || signal.aborted) return 'done'
      if (end.around) {
        // the parts that were begun stand in other elements
        crew.cancel()
        handed = []
        next = place.offset
      }
      await gate.whenOpen()
    }
  }

  /** Sends on what comes of a part. */
  async #take(part: Handed): Promise<End | 'failed' | 'done'> {
    const { line } = this.#of
    const { gate, signal } = this.#reading
    while (true) {
      const said = await part.next()
      if (said.said === 'failed') return 'failed'
      if (said.said === 'ended') return said.end
      if (said.said !== 'pieces') continue
      for (const sent of said.pieces) {
        this.#send(part, sent)
        if (line.isDone || signal.aborted) return 'done'
        await gate.whenOpen()
      }
    }
  }

  #send(part: Handed, sent: Sent): void {
    const { target } = this.#of.line.joints[sent.exit] ?? {}
    const bytes = 'piece' in sent ? part.bytes(sent.piece) : sent.bytes
    if (target && !target.done) target.send(new Lines(bytes, sent.records))
    if ('piece' in sent) part.giveBack(sent.piece)
  }

  /** Whether entities may have added more than all of the document allows. */
  #isTooMuch({ expansion }: Place, end: End): boolean {
    const { expansion: limit = FREE_EXPANSION } = this.#of.plan.limits ?? {}
    return end.expansion > 0 && expansion + end.expansion > Math.min(limit, FREE_EXPANSION)
  }

  #firstRecord(): FirstRecord | undefined {
    for (const length of FIRST) {
      const way = { from: 0, to: Math.min(length, this.#size), bytesAt: this.#bytesAt }
      const found = firstRecord({ ...way, pattern: this.#pattern, options: this.#parsing })
      if (found) return found
    }
    return undefined
  }

  readonly #bytesAt: BytesAt = (offset, length) => {
    const memory = Buffer.allocUnsafe(length)
    return memory.subarray(0, readSync(this.#descriptor, memory, 0, length, offset))
  }

  /** Has a range read in this thread; answers whether more is wanted. */
  async #feed(from: number, to: number): Promise<boolean> {
    const { gate, signal, write, space, onRead } = this.#reading
    for (let at = from, chunks = 0; at < to; chunks++) {
      if (signal.aborted) return false
      await gate.whenOpen()
      const length = Math.min(CHUNK, to - at)
      const memory = space?.(length) ?? Buffer.allocUnsafe(length)
      const read = readSync(this.#descriptor, memory, 0, length, at)
      if (read === 0) return true
      onRead?.(read)
      if (!write(memory.subarray(0, read))) return false
      at += read
      if (chunks % TURN === TURN - 1) await nextTurn()
    }
    return true
  }
}

/** The place after a part. */
function after(place: Place, { at, lines, characters, expansion, around, findings }: End): Place {
  return {
    around: around ?? place.around,
    offset: at,
    lines: place.lines + lines,
    characters: lines > 0 ? characters : place.characters + characters,
    expansion: place.expansion + expansion,
    records: place.records + findings.records,
  }
}

const nextTurn = promisify(setImmediate)
