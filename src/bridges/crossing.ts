// Provides what all bridges are made of: a coroutine whose far end is elsewhere. What comes back arrives when it likes, also
// after the near end was closed: a gate stays shut until all of it has been sent on, and the targets after it have ended.

import {
  coroutine,
  ending,
  type Failure,
  gatesOf,
  type Receiver,
  type Target,
} from '../core/coroutine.ts'
import { cut, drain } from '../core/drain.ts'
import { Gate, Gates } from '../core/gate.ts'
import { takingLines, type Writable } from '../record/lines.ts'
import type { Value } from '../record/record.ts'

/** The other end, wherever it is. */
export interface FarEnd {
  /** What comes back, in batches; it ends when the far end has, and throws what made that fail. */
  arrivals(): AsyncIterable<Iterable<Value>>
  /** Takes an item, or whole lines, and answers whether it takes more. */
  send(item: Writable): boolean
  /** Nothing more comes. */
  close(): void
  /** Nothing more comes, because of a failure. */
  throw(error: unknown): void
  readonly done: boolean
  /** Nothing of what it makes is wanted any more: it is ended, at once or when it has had a moment to end by itself. */
  leave(isUrgent?: boolean): Promise<void>
}

/** What a run knows of a bridge. */
export interface Bridge {
  /** Looks whether what comes after it is done; then nothing more need arrive. */
  look(): void
  /** Ends it at once. */
  abandon(): Promise<void>
}

export interface CrossingOptions {
  /** Shut while the far end is full, and until it has ended. */
  gate?: Gate
  /** A gate of what comes after it, that is not among its arguments. */
  after?: Gate
  /** Called when it is done, or has ended. */
  onDone?: () => void
  onOpen?: (bridge: Bridge) => void
}

/** Sends to a far end, and what comes back to `target`. */
export function crossing(
  far: FarEnd,
  target: Target<Value>,
  { gate = new Gate(), after, onDone = () => {}, onOpen }: CrossingOptions = {},
): Target<Writable> {
  const landing = pass(target)
  const gates = new Gates([...gatesOf(landing), ...(after ? [after] : [])])
  const bridge = new Crossing(far, landing, { gate, after: gates, onDone })
  onOpen?.(bridge)
  return takingLines(leaving(bridge, gate))
}

/** The near end. The far one is a target of it, and so is ended with it when the last of its senders has left. */
export const leaving: (far: Target<Writable>, gate: Gate) => Target<Writable> = coroutine(
  function* (far: Target<Writable>, _: Gate): Receiver<Writable> {
    while (true) if (!far.send(yield)) return
  },
)

/** Where all that comes back passes: one sender of the target, as any coroutine before it is. */
const pass = coroutine(function* (target: Target<Value>): Receiver<Value> {
  while (true) if (!target.send(yield)) return
})

interface Surroundings {
  gate: Gate
  after: Gate
  onDone: () => void
}

class Crossing implements Target<Writable>, Bridge {
  readonly #far: FarEnd
  readonly #landing: Target<Value>
  readonly #of: Surroundings
  #isClosed = false // by who sends
  #isOver = false
  /** Of who sends. */
  #failure: Failure | undefined
  /** Of the far end, or of what comes after it. */
  #broken: Failure | undefined

  constructor(far: FarEnd, landing: Target<Value>, options: Surroundings) {
    this.#far = far
    this.#landing = landing
    this.#of = options
    this.#carry()
  }

  get done(): boolean {
    return !this.#broken && (this.#isOver || this.#landing.done || this.#far.done)
  }

  send(item: Writable): boolean {
    if (this.#broken) throw this.#broken.error
    return !this.done && this.#far.send(item)
  }

  close(): void {
    this.#end(() => this.#far.close())
  }

  throw(error: unknown): void {
    this.#failure ??= { error }
    this.#end(() => this.#far.throw(error))
  }

  look(): void {
    if (!this.#isOver && this.#landing.done) this.#far.leave()
  }

  async abandon(): Promise<void> {
    if (!this.#isOver) await this.#far.leave(true)
  }

  #end(action: () => void): void {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#isOver) return
    this.#of.gate.shut() // until it is over
    action()
  }

  async #carry(): Promise<void> {
    const { gate, onDone } = this.#of
    try {
      await this.#land()
    } catch (error) {
      this.#broken = { error }
    }
    try {
      await this.#far.leave()
      await this.#endLanding(this.#failure ?? this.#broken)
    } catch (error) {
      this.#broken ??= { error }
    }
    this.#isOver = true
    if (this.#broken && this.#broken.error !== this.#failure?.error) gate.fail(this.#broken.error)
    if (this.#isClosed) gate.open()
    onDone()
  }

  /** Sends on what arrives, no faster than it is taken. */
  async #land(): Promise<void> {
    const { after } = this.#of
    for await (const items of this.#far.arrivals()) {
      for (const item of items) if (!this.#landing.send(item)) return
      if (after.isShut) await after.whenOpen()
      if (this.#landing.done) return
    }
  }

  async #endLanding(failure: Failure | undefined): Promise<void> {
    const steps = ending(this.#landing, failure)
    try {
      await drain(steps, this.#of.after)
    } catch (error) {
      cut(steps, error)
      throw error
    }
  }
}
