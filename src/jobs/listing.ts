// Answers what is known of all parts of a stream of jobs, again and again: only what is new is asked for.

import type { NatsAddress } from '../nats/address.ts'
import type { Connecting } from '../nats/connect.ts'
import { type Jobs, openJobs } from './jobs.ts'
import { idIn, numberIn, partSubject, stateSubject, statesOf } from './names.ts'
import { explained, persevere } from './persevere.ts'
import { type State, stateIn } from './state.ts'

/** A part, and what is known of it: no more than its number if no worker has had it yet. */
export type Listed = Pick<State, 'state' | 'part'> &
  Partial<State> & {
    id: string
    /** Seconds since that was written. */
    age?: number
  }

export interface Counts {
  parts: number
  waiting: number
  running: number
  done: number
  failed: number
  /** Parts of the manifest that are not in the stream (yet). */
  missing: number
}

const SILENT = 1.5 // leases until the worker of a part counts as gone
const BATCH = 100 // states that are asked for at once

export class Listing {
  readonly #jobs: Jobs
  readonly #states = new Map<string, { state: State; time: number }>()
  #ids: string[] = []
  #expected = 0 // parts of the manifest
  #next = 1 // state to ask for
  /** What the parts are, in their order. */
  parts: Listed[] = []

  private constructor(jobs: Jobs) {
    this.#jobs = jobs
  }

  /** @throws InputError when there is no such stream. */
  static async open(address: NatsAddress, options: Connecting = {}): Promise<Listing> {
    return new Listing(await openJobs(address, options))
  }

  get counts(): Counts {
    const counts = { parts: this.parts.length, waiting: 0, running: 0, done: 0, failed: 0 }
    for (const { state } of this.parts) counts[state]++
    return { ...counts, missing: Math.max(0, this.#expected - this.#ids.length) }
  }

  /** Whether no part waits or runs. */
  get isSettled(): boolean {
    const { waiting, running, missing } = this.counts
    return waiting + running + missing === 0
  }

  async look(signal?: AbortSignal): Promise<void> {
    try {
      await persevere(() => this.#lookAtParts(), signal)
      await persevere(() => this.#lookAtStates(), signal)
    } catch (error) {
      throw explained(error, this.#jobs.shown)
    }
    this.parts = this.#ids.map((id) => this.#listed(id))
  }

  /** Has the parts that failed tried again; answers how many. */
  async retry(): Promise<number> {
    const { connected, states, stream } = this.#jobs
    const failed = this.parts.filter(({ state }) => state === 'failed')
    for (const { id } of failed) {
      const query = { last_by_subj: partSubject(stream, id) }
      const message = await connected.manager.streams.getMessage(stream, query)
      const known = this.#states.get(id)?.state
      if (!message || !known) continue
      const { error: _, ...rest } = known
      await states.write(id, { ...rest, state: 'waiting', tries: 0, deliveries: 0 })
      await persevere(() => connected.jetstream.publish(message.subject, message.data))
    }
    return failed.length
  }

  /** Removes the stream, and all that is known of its parts. */
  async remove(): Promise<void> {
    const { manager } = this.#jobs.connected
    await manager.streams.delete(statesOf(this.#jobs.stream))
    await manager.streams.delete(this.#jobs.stream)
  }

  close(): Promise<void> {
    return this.#jobs.close()
  }

  async #lookAtParts(): Promise<void> {
    const { connected, stream } = this.#jobs
    const { streams } = connected.manager
    const { state } = await streams.info(stream)
    if (state.messages === this.#ids.length) return
    const all = await streams.info(stream, { subjects_filter: partSubject(stream, '*') })
    this.#ids = Object.keys(all.state.subjects ?? {})
      .map(idIn)
      .sort((a, b) => numberIn(a) - numberIn(b) || (a < b ? -1 : 1))
    const first = await streams.getMessage(stream, { seq: state.first_seq })
    if (first) this.#expected = partsIn(first.string())
  }

  async #lookAtStates(): Promise<void> {
    const { connected, stream } = this.#jobs
    const { state } = await connected.manager.streams.info(statesOf(stream))
    if (state.last_seq < this.#next || state.messages === 0) return
    const consumer = await connected.jetstream.consumers.get(statesOf(stream), {
      filter_subjects: stateSubject(stream, '*'),
      deliver_policy: 'by_start_sequence',
      opt_start_seq: this.#next,
      inactive_threshold: 10_000,
    })
    for (let isMore = true; isMore; ) {
      const messages = await consumer.fetch({ max_messages: BATCH, expires: 1000 })
      isMore = false
      for await (const message of messages) {
        this.#next = message.seq + 1
        const state = stateIn(message.string())
        if (state) this.#states.set(idIn(message.subject), { state, time: message.time.getTime() })
        isMore = message.info.pending > 0
        if (!isMore) break
      }
    }
    await consumer.delete().catch(() => {})
  }

  #listed(id: string): Listed {
    const known = this.#states.get(id)
    const part = numberIn(id)
    if (!known) return { part, state: 'waiting', id }
    const { state, time } = known
    const age = Math.max(0, Math.round((Date.now() - time) / 1000))
    const { lease, most } = this.#jobs
    if (state.state !== 'running' || 1000 * age < SILENT * lease + 1000) {
      return { ...state, part, id, age }
    }
    const error = `no word from its worker for ${age} s`
    const isOver = state.deliveries >= most
    return { ...state, part, id, age, error, state: isOver ? 'failed' : 'waiting' }
  }
}

/** How many a part says that there are. */
function partsIn(line: string): number {
  try {
    const { parts } = JSON.parse(line) as { parts?: unknown }
    return Number.isSafeInteger(parts) && Number(parts) > 0 ? Math.min(Number(parts), 999_999) : 0
  } catch {
    return 0
  }
}
