// Provides the threads that read parts: hands parts out to them, and what they say of each to who waits for that part.

import { compiledKernel } from '../engine/wasm.ts'
import type { Said, Setup, Task } from './messages.ts'
import { type Piece, RingReader, sharedMemory } from './ring.ts'
import { type Hire, type Hired, hireThread } from './thread.ts'

const SHARED = 16 * 1024 * 1024 // bytes of records that a thread may be ahead

/** A part that was handed out. */
export class Handed {
  readonly task: Task
  readonly #hand: Hand
  readonly #said: Said[] = []
  #wake: (() => void) | undefined

  constructor(task: Task, hand: Hand) {
    this.task = task
    this.#hand = hand
  }

  /** What the thread says of it next. */
  async next(): Promise<Said> {
    while (true) {
      const said = this.#said.shift()
      if (said) return said
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

  bytes(piece: Piece): Buffer {
    return this.#hand.ring.bytes(piece)
  }

  giveBack(piece: Piece): void {
    this.#hand.ring.giveBack(piece)
  }

  /** Gives back what it has sent: none of it is wanted. */
  drop(): void {
    for (const said of this.#said.splice(0)) giveBackAll(said, this.#hand.ring)
  }
}

function giveBackAll(said: Said, ring: RingReader): void {
  if (said.said === 'failed') return
  for (const sent of said.pieces) if ('piece' in sent) ring.giveBack(sent.piece)
}

interface Hand {
  hired: Hired
  ring: RingReader
  isReady: boolean
  /** Parts that it was given, has not ended, and are wanted. */
  handed: Map<number, Handed>
}

export class Crew {
  readonly #hands: Hand[]
  #number = 1
  /** What became of parts. */
  readonly counts = { read: 0, again: 0 }

  constructor(jobs: number, setup: Omit<Setup, 'shared' | 'kernel'>, hire: Hire = hireThread) {
    const kernel = compiledKernel()
    this.#hands = Array.from({ length: jobs }, () => employed({ ...setup, kernel }, hire))
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
  hand(task: Omit<Task, 'part'>): Handed {
    const hand = this.#hands.reduce((a, b) => (b.handed.size < a.handed.size ? b : a))
    const part = this.#number++
    const handed = new Handed({ ...task, part }, hand)
    hand.handed.set(part, handed)
    hand.hired.read(handed.task)
    return handed
  }

  /** Has the threads drop parts up to one, or all that they were given. */
  cancel(upTo: number = this.#number - 1): void {
    for (const { ring, handed } of this.#hands) {
      ring.cancel(upTo)
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

function employed(setup: Omit<Setup, 'shared'>, hire: Hire): Hand {
  const shared = sharedMemory(SHARED)
  const handed: Hand['handed'] = new Map()
  const ring = new RingReader(shared)
  const hired = hire(
    { ...setup, shared },
    {
      onReady() {
        hand.isReady = true
      },
      onSaid(said) {
        const { part } = said
        const known = handed.get(part)
        if (said.said !== 'pieces') handed.delete(part)
        if (known) known.hear(said)
        else giveBackAll(said, ring)
      },
      // what it has not done is done by the thread that has handed it out
      onGone() {
        for (const [part, known] of handed) known.hear({ part, said: 'failed' })
        handed.clear()
      },
    },
  )
  const hand: Hand = { hired, ring, isReady: false, handed }
  return hand
}
