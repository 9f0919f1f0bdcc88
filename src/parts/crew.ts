// Provides the threads that read parts: hands parts out to them, and what they say of each to who waits for that part.

import { compiledKernel } from '../engine/wasm.ts'
import { BlockReader, shared } from './blocks.ts'
import type { Block, End, Said, Setup, Task } from './messages.ts'
import { type Hire, type Hired, hireThread } from './thread.ts'

/** Parts, or documents, that a thread is given, of which it reads one. */
export const AHEAD = 3
/** So many in a row may be read for nothing, until no more are handed out. */
export const MOST_DROPPED = 16

/** A part that was handed out. */
export class Handed<T extends Task = Task> {
  readonly task: T
  readonly #hand: Hand
  readonly #said: Said[] = []
  #wake: (() => void) | undefined

  constructor(task: T, hand: Hand) {
    this.task = task
    this.#hand = hand
  }

  /** What the thread says of it next. */
  async next(): Promise<Said<End<T>>> {
    while (true) {
      const said = this.#said.shift()
      if (said) return said as Said<End<T>>
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** Whether the thread has done all of it. */
  hasEnded = false

  hear(said: Said): void {
    this.hasEnded = said.said === 'ended'
    this.#said.push(said)
    this.#wake?.()
    this.#wake = undefined
  }

  /** The bytes of a block, until it is given back. */
  bytes({ number, bytes }: Block): Uint8Array {
    return bytes ?? this.#hand.blocks.bytes(number)
  }

  giveBack({ number }: Block): void {
    this.#hand.blocks.giveBack(number)
  }

  /** Gives back what it has sent: none of it is wanted. */
  drop(): void {
    for (const said of this.#said.splice(0)) giveBackOf(said, this.#hand.blocks)
  }
}

function giveBackOf(said: Said, blocks: BlockReader): void {
  if (said.said !== 'failed' && said.block) blocks.giveBack(said.block.number)
}

interface Hand {
  hired: Hired
  blocks: BlockReader
  isReady: boolean
  /** Parts that it was given, has not ended, and are wanted. */
  handed: Map<number, Handed>
}

export class Crew {
  readonly #hands: Hand[]
  #number = 1
  /** What became of parts. */
  readonly counts = { read: 0, again: 0 }

  /** They start at once. */
  constructor(jobs: number, hire: Hire = hireThread) {
    this.#hands = Array.from({ length: jobs }, () => employed(hire))
  }

  /** Says what is to be done with each part. */
  begin(setup: Omit<Setup, 'kernel'>): void {
    const kernel = compiledKernel()
    for (const { hired } of this.#hands) hired.begin({ ...setup, kernel })
  }

  /** Whether all have begun to work. */
  get isReady(): boolean {
    return this.#hands.every(({ isReady }) => isReady)
  }

  async whenReady(): Promise<void> {
    while (!this.isReady) await new Promise((resolve) => setTimeout(resolve, 1))
  }

  get size(): number {
    return this.#hands.length
  }

  /** Hands a part to the thread that has the fewest. */
  hand<T extends Task>(task: Omit<T, 'part'>): Handed<T> {
    const hand = this.#hands.reduce((a, b) => (b.handed.size < a.handed.size ? b : a))
    const part = this.#number++
    const handed = new Handed({ ...task, part } as T, hand)
    hand.handed.set(part, handed)
    hand.hired.read(handed.task)
    return handed
  }

  /** Has a part dropped, and those before it: they were taken. */
  drop(part: Handed): void {
    part.drop()
    this.counts.again++
    this.cancel(part.task.part)
  }

  /** Has the threads drop parts up to one, or all that they were given. */
  cancel(upTo: number = this.#number - 1): void {
    for (const { blocks, handed } of this.#hands) {
      blocks.cancel(upTo)
      for (const [number, part] of handed) {
        if (number > upTo) continue
        part.drop()
        handed.delete(number)
      }
    }
  }

  async end(): Promise<void> {
    this.cancel()
    await Promise.all(this.#hands.map(({ hired }) => hired.end()))
  }
}

function employed(hire: Hire): Hand {
  const memory = shared()
  const handed: Hand['handed'] = new Map()
  const blocks = new BlockReader(memory)
  const hired = hire(memory, {
    onReady() {
      hand.isReady = true
    },
    onSaid(said) {
      const { part } = said
      const known = handed.get(part)
      if (said.said !== 'block') handed.delete(part)
      if (known) known.hear(said)
      else giveBackOf(said, blocks)
    },
    // what it has not done is done by the thread that has handed it out
    onGone() {
      for (const [part, known] of handed) known.hear({ part, said: 'failed' })
      handed.clear()
    },
  })
  const hand: Hand = { hired, blocks, isReady: false, handed }
  return hand
}
