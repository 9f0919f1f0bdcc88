// Publishes messages into a stream, many at once, until each is acknowledged; those that were in flight when the server
// went away are sent again, which the stream notices by their ids.
// Holds what is in flight, and what was given beyond that until the sender heeds `onFull`.

import { type CosaxError, messageOf, OutputError } from '../core/errors.ts'
import type { NatsAddress } from './address.ts'
import {
  type Connected,
  connectNats,
  createInbox,
  headers,
  LONGEST_LOSS,
  type Msg,
  type StreamInfo,
} from './connect.ts'
import { factOf } from './faults.ts'
import { openStream } from './open-stream.ts'
import { takes } from './subject.ts'

export interface Message {
  subject: string
  /** By which the stream knows a message that it has already. */
  id: string
  payload: Uint8Array
  /** What errors call it. */
  name: string
}

export interface Publishing {
  /** How many messages may be in flight. */
  window: number
  /** The subjects of the stream, where it is to be made if there is none. */
  subjects: readonly string[]
  /** Called when no more should be given for now, and when there is room again. */
  onFull: () => void
  onRoom: () => void
  /** Called once, when something is not in the stream and will not be. */
  onFailure: (error: CosaxError) => void
}

interface Sent extends Message {
  /** When it was sent first, in ms. */
  first: number
  last: number
}

interface Answer {
  stream?: string
  duplicate?: boolean
  error?: { code: number; err_code?: number; description: string }
}

const LOOK = 500 // ms between looks at what is not acknowledged
const PATIENCE = 5000 // ms for an acknowledgement
const MOST_BYTES = 16 * 1024 * 1024 // in flight
const UNAVAILABLE = 503
const STARTING = 10008 // where the server has no leader yet
const HEADERS = 64 // bytes of them beside names

export class Publisher {
  /** How many were acknowledged, and how many of these the stream had from an earlier run. */
  acknowledged = 0
  duplicates = 0
  readonly #address: NatsAddress
  readonly #of: Publishing
  readonly #stream: StreamInfo
  readonly #connected: Connected
  readonly #inbox: string
  readonly #inFlight = new Map<number, Sent>()
  readonly #refused = new Set<number>() // which the server could not take just then
  #waiting: Message[] = []
  #bytes = 0 // in flight
  #next = 0
  #isFull = false
  #failure: CosaxError | undefined
  #onChange = () => {}
  #timer: NodeJS.Timeout | undefined

  /** @throws OutputError when there is no server or no such stream. */
  static async open(address: NatsAddress, publishing: Publishing): Promise<Publisher> {
    let publisher: Publisher | undefined
    const connected = await connectNats(address, {
      Failure: OutputError,
      onReconnect: () => publisher?.sendAgain(),
      onLost: (error) => publisher?.fail(error),
      onFault: (error) => publisher?.fail(error),
    })
    try {
      const stream = await openStream(connected, address, publishing.subjects)
      publisher = new Publisher(connected, address, stream, publishing)
      return publisher
    } catch (error) {
      await connected.close()
      throw error
    }
  }

  private constructor(
    connected: Connected,
    address: NatsAddress,
    stream: StreamInfo,
    publishing: Publishing,
  ) {
    this.#connected = connected
    this.#address = address
    this.#stream = stream
    this.#of = publishing
    this.#inbox = createInbox()
    connected.connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error) this.fail(this.#error(factOf(error)))
        else this.#answer(message)
      },
    })
    this.#timer = setInterval(() => this.#look(), LOOK)
    this.#timer.unref()
  }

  /** The subjects that the stream takes. */
  get subjects(): readonly string[] {
    return this.#stream.config.subjects ?? []
  }

  /** @throws OutputError for what cannot be in the stream, or an earlier failure. */
  publish(message: Message): void {
    if (this.#failure) throw this.#failure
    const { length } = message.payload
    const most = this.#stream.config.max_msg_size
    const { largest } = this.#connected
    const limit = most !== undefined && most > 0 ? Math.min(most, largest) : largest
    const named = message.id.length + this.#address.stream.length
    if (length + named + HEADERS > limit) {
      const fact = `a message of ${length} bytes, and ${limit} is the most that it takes`
      throw this.#error(`${message.name}: ${fact}`)
    }
    if (this.#hasRoom && this.#waiting.length === 0) this.#send(message)
    else this.#waiting.push(message)
    if (!this.#hasRoom && !this.#isFull) {
      this.#isFull = true
      this.#of.onFull()
    }
  }

  /** Resolves when all that was given is in the stream. */
  async settled(): Promise<void> {
    while (this.#inFlight.size + this.#waiting.length > 0 && !this.#failure) {
      await new Promise<void>((resolve) => {
        this.#onChange = resolve
      })
    }
    if (this.#failure) throw this.#failure
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#connected.close()
  }

  /** What was in flight may have been lost on its way, or the news that it arrived. */
  sendAgain(): void {
    this.#refused.clear()
    for (const [number, message] of this.#inFlight) this.#repeat(number, message)
  }

  fail(error: CosaxError): void {
    if (this.#failure) return
    this.#failure = error
    clearInterval(this.#timer)
    this.#onChange()
    this.#of.onFailure(error)
  }

  get #hasRoom(): boolean {
    return this.#inFlight.size < this.#of.window && this.#bytes < MOST_BYTES
  }

  #error(fact: string): OutputError {
    return new OutputError(`${this.#address.shown}: ${fact}`)
  }

  #send(message: Message): void {
    const number = this.#next++
    const now = performance.now()
    const sent = { ...message, first: now, last: now }
    this.#inFlight.set(number, sent)
    this.#bytes += message.payload.length
    this.#give(number, sent)
  }

  #give(number: number, { subject, id, payload }: Message): void {
    const head = headers()
    head.set('Nats-Msg-Id', id)
    head.set('Nats-Expected-Stream', this.#address.stream)
    try {
      const { connection } = this.#connected
      connection.publish(subject, payload, { headers: head, reply: `${this.#inbox}.${number}` })
    } catch (error) {
      this.fail(this.#error(factOf(error)))
    }
  }

  /** Only for as long as the stream knows by its id that it has the message. */
  #repeat(number: number, message: Sent): void {
    const seconds = this.#window / 1000
    const now = performance.now()
    if (now - message.first >= this.#window) {
      const fact = `not acknowledged for ${Math.round(seconds)} seconds, the duplicate window of the stream`
      this.fail(this.#error(`${message.name}: ${fact}: it may be there or not`))
      return
    }
    message.last = now
    this.#give(number, message)
  }

  /** ms. */
  get #window(): number {
    const { duplicate_window: window = 0 } = this.#stream.config
    return Math.min(window / 1e6, 1000 * LONGEST_LOSS)
  }

  #look(): void {
    if (this.#failure) return
    const again = performance.now() - PATIENCE
    for (const [number, message] of this.#inFlight) {
      if (message.last > again && !this.#refused.has(number)) continue
      this.#refused.delete(number)
      this.#repeat(number, message)
    }
  }

  #answer(reply: Msg): void {
    const number = Number(reply.subject.slice(this.#inbox.length + 1))
    const message = this.#inFlight.get(number)
    if (!message || this.#failure) return // of one that was sent twice
    if (reply.headers?.code === UNAVAILABLE) {
      const isWanted = this.subjects.some((pattern) => takes(pattern, message.subject))
      if (isWanted) this.#refused.add(number)
      else this.fail(this.#error(`${message.name}: ${this.#stranger(message.subject)}`))
      return
    }
    const answer = answerIn(reply)
    if (answer.error) {
      const { err_code: code, description } = answer.error
      if (code === STARTING) {
        this.#refused.add(number)
        return
      }
      const isOther = /expected stream/i.test(description)
      const fact = isOther ? this.#stranger(message.subject) : `not taken: ${description}`
      this.fail(this.#error(`${message.name}: ${fact}`))
      return
    }
    this.acknowledged++
    if (answer.duplicate && message.first === message.last) this.duplicates++
    this.#inFlight.delete(number)
    this.#bytes -= message.payload.length
    this.#sendWaiting()
  }

  #sendWaiting(): void {
    let taken = 0
    while (taken < this.#waiting.length && this.#hasRoom) {
      this.#send(this.#waiting[taken++] as Message)
    }
    if (taken > 0) this.#waiting = this.#waiting.slice(taken)
    if (this.#isFull && this.#inFlight.size <= this.#of.window / 2) {
      this.#isFull = false
      this.#of.onRoom()
    }
    if (this.#inFlight.size === 0) this.#onChange()
  }

  #stranger(subject: string): string {
    const known = this.subjects.map((each) => JSON.stringify(each)).join(', ')
    return `the stream takes no subject ${JSON.stringify(subject)}, but ${known}`
  }
}

function answerIn(reply: Msg): Answer {
  try {
    return reply.json<Answer>()
  } catch (error) {
    return { error: { code: 0, description: `an answer that is none: ${messageOf(error)}` } }
  }
}
