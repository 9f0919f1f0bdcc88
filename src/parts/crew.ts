// Provides the threads that read parts: hands parts out to them, and what they say of each to who waits for that part.

import { Worker } from 'node:worker_threads'
import { compiledKernel } from '../engine/wasm.ts'
import type { Said, Setup, Task } from './messages.ts'
import { type Piece, RingReader, sharedMemory } from './ring.ts'

const YOUNG = 24 // MB for what is young: what a thread reads is in the memory of the kernel
const SHARED = 32 * 1024 * 1024 // bytes of records that a thread may be ahead

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

  hear(said: Said): void {
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

  /** Gives back what it has sent and will send: none of it is wanted. */
  drop(): void {
    const { ring } = this.#hand
    const giveBack = (said: Said) => {
      if (said.said !== 'pieces') return
      for (const sent of said.pieces) if ('piece' in sent) ring.giveBack(sent.piece)
    }
    this.#said.splice(0).forEach(giveBack)
    this.hear = giveBack
  }
}

interface Hand {
  worker: Worker
  ring: RingReader
  isReady: boolean
  /** Parts that it was given and has not ended. */
  handed: Map<number, Handed>
}

export class Crew {
  readonly #hands: Hand[]
  #number = 0
  #round = 1

  constructor(jobs: number, setup: Omit<Setup, 'shared' | 'kernel'>) {
    const kernel = compiledKernel()
    this.#hands = Array.from({ length: jobs }, () => hire({ ...setup, kernel }))
  }

  /** Whether all have begun to work. */
  get isReady(): boolean {
    return this.#hands.every(({ isReady }) => isReady)
  }

  get size(): number {
    return this.#hands.length
  }

  /** Hands a part to the thread that has the fewest. */
  hand(task: Omit<Task, 'part' | 'round'>): Handed {
    const hand = this.#hands.reduce((a, b) => (b.handed.size < a.handed.size ? b : a))
    const part = this.#number++
    const handed = new Handed({ ...task, part, round: this.#round }, hand)
    hand.handed.set(part, handed)
    hand.worker.postMessage(handed.task)
    return handed
  }

  /** Has the threads drop all that they were given. */
  cancel(): void {
    for (const { ring, handed } of this.#hands) {
      ring.cancel(this.#round)
      for (const part of handed.values()) part.drop()
      handed.clear()
    }
    this.#round++
  }

  async end(): Promise<void> {
    this.cancel()
    await Promise.all(this.#hands.map(({ worker }) => worker.terminate()))
  }
}

function hire(setup: Omit<Setup, 'shared'>): Hand {
  const shared = sharedMemory(SHARED)
  const worker = new Worker(new URL('../../dist/bundle/worker.js', import.meta.url), {
    workerData: { ...setup, shared },
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
  })
  const hand: Hand = { worker, ring: new RingReader(shared), isReady: false, handed: new Map() }
  worker.unref()
  worker.on('message', (said: Said | 'ready') => {
    if (said === 'ready') {
      hand.isReady = true
      return
    }
    const { part } = said
    const handed = hand.handed.get(part)
    const isOver =
      said.said === 'ended' || said.said === 'failed' || (said.said === 'started' && said.at < 0)
    if (isOver) hand.handed.delete(part)
    handed?.hear(said)
  })
  // what a thread cannot do is done by the one that has begun it
  worker.on('error', () => {
    for (const [part, handed] of hand.handed)
      handed.hear({ part, round: handed.task.round, said: 'failed' })
    hand.handed.clear()
  })
  return hand
}
