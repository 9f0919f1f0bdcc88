// Provides a client: the task that reads from it and sends to it, and the one that ends it, whatever ends first.

import { CosaxError, OutputError } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { DefectError, LimitError } from '../engine/xml-error.ts'
import { type Routine, receive, runBlocking } from '../task/index.ts'
import type { Conversation, Failure } from './conversation.ts'
import { Session, type SessionOptions } from './session.ts'
import type { ClientStatus } from './status.ts'

const MUCH = 64 * 1024 // bytes that are sent before more is made

export interface ClientOptions extends Omit<SessionOptions, 'name'> {
  id: number
  conversation: Conversation
  /** Shut while a sink that clients share is full. */
  gate: Gate
  /** Called when the session is there, when all is read, at once when something went wrong, and when it has gone. */
  onBegin: (session: Session) => void
  onRead: () => void
  onFailure: (failure: Failure) => void
  onEnd: () => void
  /** The most bytes and records that it may send. */
  most: { bytes: number; records: number }
}

export class Client {
  readonly id: number
  readonly conversation: Conversation
  readonly #options: ClientOptions
  session: Session | undefined
  /** Why its task is killed, as the client hears it. */
  refusal: Failure | undefined
  /** Whether it is to end after the record that it is in. */
  isLeaving = false
  /** A task that has not begun yet is not killed: its `finally` would not run. */
  phase: 'coming' | 'reading' | 'read' | 'ending' = 'coming'
  bytes = 0
  state: ClientStatus['state'] = 'working'
  readonly #start = performance.now()
  #last = this.#start // when something was read or sent
  #error: { error: unknown } | undefined // that ended what it sends
  #hasFailed = false

  constructor(options: ClientOptions) {
    this.id = options.id
    this.conversation = options.conversation
    this.#options = options
  }

  /** The task that reads. What comes after is another one, which can be killed when it waits as well. */
  *read(): Routine<void> {
    this.phase = 'reading'
    try {
      if (this.isLeaving || this.refusal) return
      const session = yield* this.#begin()
      yield* this.#read(session)
    } catch (error) {
      this.#error = { error }
    } finally {
      this.phase = 'read'
      this.#options.onRead() // also when it is killed
    }
  }

  /** The task that ends what was read. */
  *end(): Routine<void> {
    this.phase = 'ending'
    let isOver = false
    try {
      const failure = yield* this.#finish()
      if (failure) this.#fail(failure)
      if (this.refusal) this.conversation.break(failure)
      else yield* this.conversation.end(failure)
      isOver = true
    } catch {
      // the client has left
    } finally {
      if (!isOver) {
        this.conversation.break(this.#hasFailed ? undefined : this.refusal)
        if (this.refusal) this.#fail(this.refusal)
      }
      this.#options.onEnd()
    }
  }

  #fail(failure: Failure): void {
    if (!this.#hasFailed) this.#options.onFailure(failure)
    this.#hasFailed = true
  }

  *#begin(): Routine<Session> {
    const name = `${this.conversation.protocol}://${this.conversation.from}`
    const session = yield* runBlocking(Session.begin({ ...this.#options, name }))
    this.session = session
    this.#options.onBegin(session)
    return session
  }

  /** Reads until the end, or until no more is wanted. */
  *#read(session: Session): Routine<void> {
    const { source } = this.conversation
    const { gate, most } = this.#options
    while (true) {
      this.state = 'reading'
      const bytes = yield* receive(source)
      this.state = 'working'
      if (bytes === undefined) return session.endDocument()
      this.#last = performance.now()
      this.bytes += bytes.length
      if (this.bytes > most.bytes) throw new Refused(tooMuch(`${most.bytes} bytes`))
      const goesOn = session.write(bytes)
      if (session.line.records > most.records) {
        throw new Refused(tooMuch(`${most.records} records`))
      }
      yield* this.#send(session)
      if (gate.isShut) yield* this.#whenTaken(gate)
      if (!goesOn || (this.isLeaving && !session.isInRecord)) return
    }
  }

  *#whenTaken(gate: Gate): Routine<void> {
    this.state = 'held'
    yield* runBlocking(gate.whenOpen())
    this.state = 'working'
  }

  *#send({ output }: Session): Routine<void> {
    const bytes = output.take()
    if (bytes === undefined) return
    this.state = 'writing'
    yield* this.conversation.send(bytes)
    this.#last = performance.now()
    this.state = 'working'
  }

  /** Ends the pipeline and sends what it has held back; answers what went wrong. */
  *#finish(): Routine<Failure | undefined> {
    const { session, refusal } = this
    if (refusal) return yield* this.#failed(new Refused(refusal))
    if (this.#error) return yield* this.#failed(this.#error.error)
    if (!session) return undefined
    try {
      for (const _ of session.ending()) {
        if (session.output.length >= MUCH) yield* this.#send(session)
        if (this.#options.gate.isShut) yield* this.#whenTaken(this.#options.gate)
      }
      yield* this.#send(session)
      return undefined
    } catch (error) {
      return yield* this.#failed(error)
    }
  }

  /** Ends the pipeline because of an error, sends what came of the records before it, and says what went wrong. */
  *#failed(error: unknown): Routine<Failure> {
    const { session } = this
    const found = session ? yield* runBlocking(session.fail(error)) : error
    const failure = error instanceof Refused ? error.failure : failureOf(found)
    try {
      if (session && !this.refusal) yield* this.#send(session)
    } catch {} // the client has left
    return failure
  }

  status(now: number): ClientStatus {
    const { id, conversation, state, bytes, session } = this
    return {
      id,
      from: conversation.from,
      protocol: conversation.protocol,
      state,
      bytes,
      records: session?.line.records ?? 0,
      seconds: (now - this.#start) / 1000,
      idleSeconds: (now - this.#last) / 1000,
    }
  }
}

class Refused extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

function tooMuch(most: string): Failure {
  return { message: `more than ${most} of one client`, status: 413 }
}

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof LimitError) return { message, status: 413 }
  if (isOfGzip(error)) return { message: `damaged gzip: ${message}`, status: 400 }
  const isOurs = error instanceof DefectError || error instanceof OutputError
  return { message, status: error instanceof CosaxError && !isOurs ? 400 : 500 }
}

function isOfGzip(error: unknown): boolean {
  return error instanceof Error && 'code' in error && `${error.code}`.startsWith('Z_')
}
