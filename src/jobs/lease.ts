// Holds a part for a worker: the server does not hand it out again, and others see how far it is, whatever it takes.

import type { JsMsg } from '../nats/connect.ts'
import type { Jobs } from './jobs.ts'
import { idIn } from './names.ts'
import { persevere } from './persevere.ts'
import type { State } from './state.ts'

const SIGNS = 4 // of life, at least, in the time that a worker may be silent
const OFTEN = 1000 // ms between two, at most

type Facts = Omit<State, 'state'>

export class Lease {
  readonly #jobs: Jobs
  readonly #message: JsMsg
  readonly #id: string
  readonly #lost = new AbortController()
  #after: number
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined

  /** Of what the message hands out; `after` is which state the part has, 0 if none. */
  constructor(jobs: Jobs, message: JsMsg, after: number) {
    this.#jobs = jobs
    this.#message = message
    this.#id = idIn(message.subject)
    this.#after = after
  }

  /** Aborted when somebody else has the part. */
  get lost(): AbortSignal {
    return this.#lost.signal
  }

  /** Holds it from now on; answers whether it still can. */
  async begin(facts: Facts, look: () => number): Promise<boolean> {
    if (!(await this.write({ ...facts, state: 'running', share: 0 }))) return false
    const pause = Math.min(OFTEN, this.#jobs.lease / SIGNS)
    this.#timer = setInterval(() => {
      if (!this.lost.aborted) this.#show(facts, look())
    }, pause)
    return true
  }

  #show(facts: Facts, share: number): void {
    try {
      this.#message.working()
    } catch {} // the connection is closed for good, which ends the worker
    this.#writing ??= this.write({ ...facts, state: 'running', share })
      .then(
        () => {},
        () => {}, // what is shown is not worth an error
      )
      .finally(() => {
        this.#writing = undefined
      })
  }

  /** Shows nothing more of how far it is. */
  async end(): Promise<void> {
    clearInterval(this.#timer)
    await this.#writing
  }

  /** Says what is known of the part; answers whether it is still ours to say. */
  async write(state: State): Promise<boolean> {
    const sequence = await this.#jobs.states.write(this.#id, state, this.#after)
    if (sequence === undefined) this.#lost.abort()
    else this.#after = sequence
    return sequence !== undefined
  }

  /** It is done, whoever else may be at it. */
  async done(facts: Facts): Promise<void> {
    await this.#jobs.states.write(this.#id, { ...facts, state: 'done' })
    await this.acknowledge()
  }

  /** It is not handed out again. */
  async acknowledge(): Promise<void> {
    try {
      await persevere(() => this.#message.ackAck({ timeout: 5000 }))
    } catch {} // it is handed out again then, and found to be settled
  }

  /** It is handed out again, after so many ms. */
  giveBack(delay?: number): void {
    this.#message.nak(delay)
  }
}
