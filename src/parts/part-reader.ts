// Reads parts of documents, one after the other: from what looks like a start to the first place after it where the document may be
// cut.

import { readSync } from 'node:fs'
import type { Engine, EngineOptions } from '../engine/engine.ts'
import type { Border } from '../engine/part.ts'
import { everyRecord, type Pattern, parsePattern } from '../engine/pattern.ts'
import { Calls } from '../expression/calls.ts'
import { joinLine } from '../plan/line.ts'
import type { Plan } from '../plan/plan.ts'
import { aroundEnd, type BytesAt, textOf } from './around.ts'
import { BlockFiller, type Shared } from './blocks.ts'
import { findCandidate } from './candidates.ts'
import type { End, Said, Setup, Task } from './messages.ts'
import { Cancelled, PartOutput } from './part-output.ts'
import type { Exit } from './seam.ts'

const CHUNK = 256 * 1024

export class PartReader {
  readonly #plan: Plan
  readonly #exits: readonly Exit[]
  readonly #filler: BlockFiller
  readonly #say: (said: Said) => void
  readonly #pattern: Pattern
  readonly #parsing: EngineOptions
  #last = Promise.resolve()
  #memory = Buffer.allocUnsafe(CHUNK) // used again

  constructor(
    { plan, seam, ...shared }: Pick<Setup, 'plan' | 'seam'> & Shared,
    say: (said: Said) => void,
  ) {
    const { pipeline: _, inputs: __, record, mapping: ___, dtd: ____, ...parsing } = plan
    this.#plan = { ...plan, pipeline: seam.front }
    this.#exits = seam.exits
    this.#filler = new BlockFiller(shared)
    this.#say = say
    this.#pattern = parsePattern(record ?? everyRecord(plan.fragments))
    this.#parsing = parsing
  }

  /** Reads a part when those before are read: without a pause, but to open its line it waits. */
  read(task: Task): void {
    this.#last = this.#last.then(async () => {
      const { part } = task
      try {
        await this.#read(task)
      } catch (error) {
        if (!(error instanceof Cancelled)) this.#say({ part, said: 'failed' })
      }
    })
  }

  async #read(task: Task): Promise<void> {
    const { part, around, name } = task
    if (this.#filler.isCancelled(part)) return
    const start = this.#candidate(task, task.from, task.to)
    if (start < 0) throw new Error('no part starts there')
    const output = new PartOutput(this.#exits, this.#filler, part, (block) =>
      this.#say({ part, said: 'block', block }),
    )
    const report = { records: 0, seen: new Map<string, number>() }
    const calls = new Calls()
    const line = await joinLine(this.#plan, {
      openSink: (exit) => output.open(exit),
      start: output.start,
      isPart: true,
      report,
      calls,
      onWarning() {
        throw new Error('a warning is for the thread that knows what was warned of before')
      },
    })
    try {
      const inside = { around: textOf(around), offset: start, lines: 0, characters: 0 }
      const engine = line.open(name, { ...inside, expansion: 0, records: 0 })
      const end = this.#readOn(task, start, engine)
      line.leave()
      line.end.close()
      const { states, block } = output.end()
      const findings = { ...line.findings, ...report, calls: calls.state() }
      this.#say({ part, said: 'ended', block, end: { ...end, states, findings } })
    } finally {
      line.leave()
    }
  }

  /** Reads up to the first border from the end of the part on at which the document may be cut. */
  #readOn(task: Task, start: number, engine: Engine): Omit<End, 'states' | 'findings'> {
    const { part, descriptor, size, to, step, around } = task
    let at = start
    let isLost = false // what stands around the place that was reached last is not known
    for (let boundary = to; ; boundary += step) {
      const found = boundary < size ? this.#candidate(task, boundary, boundary + step) : size
      if (found < 0) continue
      const isWanted = this.#feed(engine, descriptor, at, found, part)
      at = found
      if (!isWanted) throw new Error('whether more is wanted is for the thread that has the whole')
      if (at === size) {
        engine.end()
        return { at, isLast: true, ...NO_PLACE }
      }
      const border = engine.border?.()
      if (!border) continue
      if (border.isAround && !isLost) return { at, isLast: false, ...placeOf(border) }
      const way = { from: start, to: at, around, bytesAt: this.#bytesOf(descriptor) }
      const now = aroundEnd({ ...way, pattern: this.#pattern, options: this.#parsing })
      if (now) return { at, isLast: false, ...placeOf(border), around: now }
      isLost = true
    }
  }

  #candidate({ descriptor, names, size }: Task, from: number, to: number): number {
    return findCandidate(this.#bytesOf(descriptor), names, from, Math.min(to, size))
  }

  /** Answers whether more is wanted. */
  #feed(engine: Engine, descriptor: number, from: number, to: number, part: number): boolean {
    for (let at = from; at < to; ) {
      if (this.#filler.isCancelled(part)) throw new Cancelled()
      const length = Math.min(CHUNK, to - at)
      const space = engine.space?.(length) ?? this.#memory.subarray(0, length)
      const read = readSync(descriptor, space, 0, length, at)
      if (read < length) throw new Error('the file has become shorter')
      if (!engine.write(space)) return false
      at += length
    }
    return true
  }

  #bytesOf(descriptor: number): BytesAt {
    return (offset, length) => {
      if (length > this.#memory.length) this.#memory = Buffer.allocUnsafe(length)
      return this.#memory.subarray(0, readSync(descriptor, this.#memory, 0, length, offset))
    }
  }
}

const NO_PLACE = { lines: 0, characters: 0, expansion: 0 }

function placeOf({ lines, characters, expansion }: Border): typeof NO_PLACE {
  return { lines, characters, expansion }
}
