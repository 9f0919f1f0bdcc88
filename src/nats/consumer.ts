// Takes messages of a stream for a durable consumer, which others may share, and says of each when it is done with.

import { setTimeout as pause } from 'node:timers/promises'
import { InputError } from '../core/errors.ts'
import type { NatsAddress } from './address.ts'
import {
  type Connected,
  type ConsumerMessages,
  connectNats,
  headers,
  type JsMsg,
  streamOf,
} from './connect.ts'
import { factOf, NO_STREAMS } from './faults.ts'

export interface Consuming {
  /** The durable name: those that have it share the messages. */
  name: string
  /** Which messages; all if not given. */
  filter?: string | undefined
  /** How many are taken at once. */
  batch: number
  /** Seconds until a message that nobody says anything of is delivered again. */
  ackWait: number
  /** Called once when the server is lost for good, or shuts us out. */
  onFailure: (error: Error) => void
}

export interface Counts {
  /** Messages that nobody has taken yet, and those that somebody has and is not done with. */
  waiting: number
  taken: number
  /** Up to here all are done with. */
  floor: number
}

const EXPIRES = 1000 // ms that a request for messages waits for them, the least there is
const GRACE = 4000 // ms beyond that until a server that says nothing is asked again
const RETRY = 200 // ms
const CONFIRMED = 5000 // ms for the answer to an acknowledgement

export class StreamConsumer {
  /** What the stream is known by: another one of its name is made at another time. */
  readonly identity: string
  /** The same of the consumer: one that was made anew is given everything again. */
  readonly made: string
  readonly #address: NatsAddress
  readonly #connected: Connected
  readonly #of: Consuming
  /** Messages that came, and are not done with. */
  readonly #held = new Set<JsMsg>()
  readonly #beat: NodeJS.Timeout

  /** @throws InputError when there is no server or no such stream, or the consumer is another one. */
  static async open(address: NatsAddress, consuming: Consuming): Promise<StreamConsumer> {
    const connected = await connectNats(address, { onLost: consuming.onFailure })
    try {
      const { created } = await streamOf(connected, address)
      const made = await makeConsumer(connected, address, consuming)
      const identity = `${address.stream} ${created}`
      return new StreamConsumer(connected, address, consuming, { identity, made })
    } catch (error) {
      await connected.close()
      throw error
    }
  }

  private constructor(
    connected: Connected,
    address: NatsAddress,
    consuming: Consuming,
    { identity, made }: { identity: string; made: string },
  ) {
    this.#connected = connected
    this.#address = address
    this.#of = consuming
    this.identity = identity
    this.made = `${identity} ${consuming.name} ${made}`
    this.#beat = setInterval(() => this.#keepHeld(), (1000 * consuming.ackWait) / 3)
  }

  /** What comes within a second, up to so many or a batch; a server that is away is waited for by asking again. */
  async *messages(most: number, signal: AbortSignal): AsyncGenerator<JsMsg, void> {
    const { connection, jetstream } = this.#connected
    if (connection.isClosed()) return
    try {
      const consumer = await jetstream.consumers.get(this.#address.stream, this.#of.name)
      const batch = await consumer.fetch({
        max_messages: Math.min(most, this.#of.batch),
        expires: EXPIRES,
      })
      yield* this.#keep(batch, signal)
    } catch (error) {
      if (isFinal(error)) throw new InputError(`${this.#address.shown}: ${factOf(error)}`)
      await pause(RETRY)
    }
  }

  /** Takes what comes at once, so that it is known which messages are to be kept from others. */
  async *#keep(batch: ConsumerMessages, signal: AbortSignal): AsyncGenerator<JsMsg, void> {
    const queue: JsMsg[] = []
    let wake = () => {}
    let isOver = false
    const stop = () => batch.stop()
    const timer = setTimeout(stop, EXPIRES + GRACE)
    signal.addEventListener('abort', stop)
    const taking = (async () => {
      for await (const message of batch) {
        timer.refresh()
        this.#held.add(message)
        queue.push(message)
        wake()
      }
    })().finally(() => {
      isOver = true
      wake()
    })
    taking.catch(() => {}) // raised below
    try {
      while (queue.length > 0 || !isOver) {
        const message = queue.shift()
        if (message) yield message
        else {
          await new Promise<void>((resolve) => {
            wake = resolve
            if (queue.length > 0 || isOver) resolve()
          })
        }
      }
      await taking
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      stop()
      for (const message of queue) this.giveBack(message)
    }
  }

  /** Has a message come again, to whomever, after so many milliseconds. */
  giveBack(message: JsMsg, delay?: number): void {
    this.#held.delete(message)
    if (!this.#connected.connection.isClosed()) message.nak(delay)
  }

  /** Undefined while the server does not answer. */
  async counts(): Promise<Counts | undefined> {
    try {
      const { manager } = this.#connected
      const info = await manager.consumers.info(this.#address.stream, this.#of.name)
      const { num_pending: waiting, num_ack_pending: taken, ack_floor } = info
      return { waiting, taken, floor: ack_floor.stream_seq }
    } catch (error) {
      if (isFinal(error)) throw new InputError(`${this.#address.shown}: ${factOf(error)}`)
      await pause(RETRY)
      return undefined
    }
  }

  /** Says that all of them are done with. Where the server does not confirm it, they may be delivered again. */
  async acknowledge(messages: readonly JsMsg[]): Promise<void> {
    for (const message of messages) this.#held.delete(message)
    const last = messages.at(-1)
    if (!last || this.#connected.connection.isClosed()) return
    for (const message of messages.slice(0, -1)) message.ack()
    await last.ackAck({ timeout: CONFIRMED }).catch(() => false)
  }

  /**
   * Puts a message that cannot be taken where somebody may look at it, with the reason.
   *
   * @throws InputError when no stream keeps that subject.
   */
  async bury(message: JsMsg, subject: string, reason: string): Promise<void> {
    const head = headers()
    for (const [name, values] of message.headers ?? []) {
      if (!/^Nats-/i.test(name)) for (const value of values) head.append(name, value)
    }
    head.set('Cosax-Error', oneLine(reason))
    head.set('Cosax-Stream', this.#address.stream)
    head.set('Cosax-Sequence', String(message.seq))
    head.set('Cosax-Subject', message.subject)
    head.set('Cosax-Deliveries', String(message.info.deliveryCount))
    try {
      const msgID = `${this.identity} ${message.seq}`
      await this.#connected.jetstream.publish(subject, message.data, { headers: head, msgID })
    } catch (error) {
      const found = factOf(error)
      const fact = found === NO_STREAMS ? 'no stream keeps that subject' : found
      throw new InputError(`${this.#address.shown}: dead=${subject}: ${fact}`)
    }
    this.#held.delete(message)
    message.term()
  }

  /** What takes long is not given to others meanwhile. */
  #keepHeld(): void {
    if (this.#connected.connection.isClosed()) return
    for (const message of this.#held) message.working()
  }

  async close(): Promise<void> {
    clearInterval(this.#beat)
    await this.#connected.close()
  }
}

/** Makes the consumer if it is not there, and answers when it was made. */
async function makeConsumer(
  { manager }: Connected,
  address: NatsAddress,
  consuming: Consuming,
): Promise<string> {
  const { name, filter, batch, ackWait } = consuming
  const fault = (fact: string) => new InputError(`${address.shown}: ${fact}`)
  try {
    const { config, created } = await manager.consumers.info(address.stream, name)
    if (filter !== undefined && config.filter_subject !== filter) {
      const other = config.filter_subject ?? '>'
      throw fault(
        `the consumer ${name} takes ${JSON.stringify(other)}, not ${JSON.stringify(filter)}`,
      )
    }
    if (config.ack_policy !== 'explicit' || config.deliver_subject) {
      throw fault(
        `the consumer ${name} is not one that is pulled from with explicit acknowledgement`,
      )
    }
    consuming.ackWait = (config.ack_wait ?? 30e9) / 1e9
    return created
  } catch (error) {
    if (error instanceof InputError) throw error
    const fact = factOf(error)
    if (!/no such consumer/.test(fact)) throw fault(fact)
  }
  try {
    const { created } = await manager.consumers.add(address.stream, {
      durable_name: name,
      ack_policy: 'explicit',
      ack_wait: ackWait * 1e9,
      max_ack_pending: Math.max(1000, 10 * batch),
      ...(filter !== undefined && { filter_subject: filter }),
    })
    return created
  } catch (error) {
    throw fault(factOf(error))
  }
}

/** Whether to ask again is no use. */
function isFinal(error: unknown): boolean {
  return /no such|not allowed|not let in/.test(factOf(error))
}

function oneLine(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 1000)
}
