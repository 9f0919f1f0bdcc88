// Provides what is known of a part while workers take it, and keeps it in a stream that has the last word on each part.

import { type Check, fields, kind, oneOf, text } from '../core/checks.ts'
import type { Connected } from '../nats/connect.ts'
import { factOf } from '../nats/faults.ts'
import { stateSubject, statesOf } from './names.ts'
import { persevere } from './persevere.ts'

export const STATES = ['waiting', 'running', 'done', 'failed'] as const

export interface State {
  state: (typeof STATES)[number]
  part: number
  parts: number
  file: string
  /** How much of it is the part. */
  bytes: number
  /** How often a worker has begun with it. */
  tries: number
  /** How often it was handed out. */
  deliveries: number
  /** The worker that wrote this: a name of its own, its machine and its process. */
  worker: string
  host: string
  pid: number
  /** How much is read, from 0 to 1. */
  share?: number
  /** What was found, and what was written, once it is done. */
  records?: number
  written?: number
  /** Why it failed, the last time. */
  error?: string
}

/** A state, unless what is there is none, and which one it is of all. */
export interface Known {
  state: State | undefined
  sequence: number
}

export class States {
  readonly #connected: Connected
  readonly #stream: string

  /** Those of the parts of a stream. */
  constructor(connected: Connected, stream: string) {
    this.#connected = connected
    this.#stream = stream
  }

  /** The last one; nothing if there is none. */
  async read(id: string, signal?: AbortSignal): Promise<Known | undefined> {
    const { streams } = this.#connected.manager
    const query = { last_by_subj: stateSubject(this.#stream, id) }
    const message = await persevere(() => streams.getMessage(statesOf(this.#stream), query), signal)
    return message ? { state: stateIn(message.string()), sequence: message.seq } : undefined
  }

  /**
   * Writes one; answers which it is of all. Where it is to follow another one (0: none), and that is not the last any more,
   * somebody else has the part: nothing is written.
   */
  async write(
    id: string,
    state: State,
    after?: number,
    signal?: AbortSignal,
  ): Promise<number | undefined> {
    const { jetstream } = this.#connected
    const line = JSON.stringify(state)
    const expect = after === undefined ? {} : { expect: { lastSubjectSequence: after } }
    try {
      const { seq } = await persevere(
        () => jetstream.publish(stateSubject(this.#stream, id), line, expect),
        signal,
      )
      return seq
    } catch (error) {
      if (!isOvertaken(error)) throw error
    }
    // the answer to an attempt before may have been lost
    const known = await this.read(id, signal)
    return known && JSON.stringify(known.state) === line ? known.sequence : undefined
  }
}

/** Whether something was to follow what is not the last any more. */
export function isOvertaken(error: unknown): boolean {
  return /wrong last sequence/.test(factOf(error))
}

/** What a message says; nothing if it is no state. */
export function stateIn(message: string): State | undefined {
  try {
    const state: unknown = JSON.parse(message)
    STATE(state, 'state')
    return state as State
  } catch {
    return undefined
  }
}

const number: Check = kind(
  'a whole number',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
)
const share: Check = kind('a share', (value) => typeof value === 'number')
const STATE = fields(
  {
    state: oneOf(STATES),
    part: number,
    parts: number,
    file: text,
    bytes: number,
    tries: number,
    deliveries: number,
    worker: text,
    host: text,
    pid: number,
  },
  { share, records: number, written: number, error: text },
)
