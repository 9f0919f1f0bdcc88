// Provides the exits of the first half of a pipeline where a part is read: what leaves them goes to another thread.

import type { Target } from '../core/coroutine.ts'
import { lasting } from '../core/lasting.ts'
import type { PartEncoder } from '../formats/format.ts'
import { jsonOf } from '../formats/jsonl.ts'
import type { PlannedStage } from '../plan/plan.ts'
import { stageNamed } from '../plan/stages.ts'
import { type StartStage, startStage } from '../plan/wire.ts'
import { Lines, type Writable } from '../record/lines.ts'
import { get, isDictionary, type Value } from '../record/record.ts'
import { type Gathering, gatheredPart, type Part } from '../stages/gathering.ts'
import type { BlockFiller, Filling } from './blocks.ts'
import type { Batch, Block } from './messages.ts'
import { copy } from './ring.ts'
import type { Exit } from './seam.ts'

const MOST_TEXT = 64 * 1024 // characters of records that are no lines yet

/** Whether enough has come is for who joins the parts. */
const WANTED = { done: false }

/** A part is not wanted any more. */
export class Cancelled extends Error {}

interface Text {
  lines: string
  records: number
}

export class PartOutput {
  readonly #exits: readonly Exit[]
  readonly #filler: BlockFiller
  readonly #part: number
  readonly #send: (block: Block) => void
  readonly #parts = new Map<PlannedStage, Part>()
  readonly #targets = new Map<string, Target<Value>>()
  readonly #counts: (number | undefined)[] = []
  readonly #texts: Text[]
  readonly #encoders: readonly (PartEncoder | undefined)[]
  #block: Filling | undefined
  #filled = 0 // bytes of it
  #batches: Batch[] = []

  constructor(
    exits: readonly Exit[],
    encoders: readonly (PartEncoder | undefined)[],
    filler: BlockFiller,
    part: number,
    send: (block: Block) => void,
  ) {
    this.#exits = exits
    this.#encoders = encoders
    this.#filler = filler
    this.#part = part
    this.#send = send
    this.#texts = exits.map(() => ({ lines: '', records: 0 }))
  }

  /** The exit of a name; however often it is opened, it is one. */
  open(name: string): Target<Value> {
    const known = this.#targets.get(name)
    if (known) return known
    const exit = this.#exits.findIndex((each) => each.name === name)
    const isGathered = this.#exits[exit]?.form === 'gathered'
    const send = isGathered
      ? (result: Writable) => this.#keepCount(exit, result as Value)
      : (item: Writable) => this.#add(exit, item)
    const target = lasting(WANTED, send) as Target<unknown> as Target<Value>
    this.#targets.set(name, target)
    return target
  }

  /** Whether an exit takes lines as they are: where records are to be written in another format it does not. */
  takesLines(name: string): boolean {
    const encoder = this.#encoders[this.#exits.findIndex((exit) => exit.name === name)]
    return encoder?.encodeLines !== undefined || encoder === undefined
  }

  readonly start: StartStage = (planned, target, open, wiring) => {
    const isEnd = this.#exits.some((exit) => exit.form === 'gathered' && exit.stage === planned)
    if (!isEnd) return startStage(planned, target, open, wiring)
    const part = (stageNamed(planned.stage).parts(planned.argument) as Gathering).part(wiring.calls)
    this.#parts.set(planned, part)
    return gatheredPart(part)
  }

  /** What is left to hand over, and what was gathered, by exit. */
  end(): { block: Block | undefined; states: (unknown | undefined)[] } {
    for (const [exit] of this.#exits.entries()) this.#addText(exit)
    const states = this.#exits.map((exit, i) => {
      if (exit.form !== 'gathered') return undefined
      return this.#parts.get(exit.stage)?.state() ?? this.#counts[i]
    })
    return { block: this.#take(), states }
  }

  /** Ends it early: what was not handed over is dropped, or its block would be missing from then on. */
  abandon(): void {
    if (this.#block) this.#filler.discard(this.#block)
    this.#block = undefined
  }

  /** The kernel counts records, and sends what the stage would send. */
  #keepCount(exit: number, result: Value): boolean {
    this.#counts[exit] = isDictionary(result) ? Number(get(result, 'count')) : 0
    return true
  }

  #add(exit: number, item: Writable): boolean {
    const text = this.#texts[exit] as Text
    const encoder = this.#encoders[exit]
    if (item instanceof Lines) {
      this.#addText(exit)
      for (const { bytes, records } of encoder ? linesBy(encoder, item) : [item]) {
        this.#put(exit, records, bytes.length, (to) => copy(bytes, to), encoder?.found?.())
      }
    } else {
      text.lines += encoder ? encoder.encode(item) : `${jsonOf(item)}\n`
      text.records++
      if (text.lines.length > MOST_TEXT) this.#addText(exit)
    }
    return true
  }

  #addText(exit: number): void {
    const { lines, records } = this.#texts[exit] as Text
    if (records === 0) return
    this.#texts[exit] = { lines: '', records: 0 }
    const found = this.#encoders[exit]?.found?.()
    const write = (to: Buffer) => to.write(lines)
    this.#put(exit, records, Buffer.byteLength(lines), write, found)
  }

  /** Puts so many bytes into the block. */
  #put(
    exit: number,
    records: number,
    length: number,
    write: (to: Buffer) => void,
    found?: unknown,
  ): void {
    if (this.#block && this.#filled + length > this.#block.bytes.length) this.#handOver()
    this.#block ??= this.#filler.take(length, this.#part)
    if (this.#block === undefined) throw new Cancelled()
    const from = this.#filled
    write(this.#block.bytes.subarray(from, from + length))
    this.#filled += length
    const last = this.#batches.at(-1)
    if (last?.exit === exit && found === undefined) {
      last.records += records
      last.length += length
    } else
      this.#batches.push({ exit, records, from, length, ...(found !== undefined && { found }) })
  }

  #handOver(): void {
    const block = this.#take()
    if (block) this.#send(block)
  }

  /** The block that is being filled, as it is. */
  #take(): Block | undefined {
    const filling = this.#block
    const isShared = filling !== undefined && filling.number >= 0
    const block = filling && {
      number: filling.number,
      batches: this.#batches,
      ...(!isShared && { bytes: filling.bytes }),
    }
    this.#block = undefined
    this.#filled = 0
    this.#batches = []
    return block
  }
}

function linesBy(encoder: PartEncoder, lines: Lines): Iterable<Lines> {
  if (!encoder.encodeLines) throw new Error('lines are not in the layout of the file')
  return encoder.encodeLines(lines)
}
