// Provides the records of a stream as a source of JSON lines. A message is done with when what became of it is safe.

import { InputError, messageOf, StageError } from '../core/errors.ts'
import { nextTurn } from '../core/next-turn.ts'
import type { JsMsg } from '../nats/connect.ts'
import { StreamConsumer } from '../nats/consumer.ts'
import type { Reading, Source } from './source.ts'
import type { StreamInput } from './stream-input.ts'

/** Messages that are done with, as far as they may come again, by their numbers in the stream. */
export interface Done {
  /** What the consumer is known by. */
  of: string
  numbers: number[]
}

export interface StreamReading {
  /** Ends the reading when all are done with, by whomever; otherwise it waits for more. */
  untilDrained: boolean
  /** What an earlier run has made safe. */
  before: Done | undefined
  /** Makes all that was written safe; answers when it is. */
  save: (done: Done) => Promise<void>
  /** Called with the message that is written next. */
  onMessage: (sequence: number, consumer: StreamConsumer) => void
  /** Makes the line anew, of which a stage or the reading of a line has failed. */
  renew: () => Promise<void>
  /** Whether an error is about one record: another one may be well. */
  isOfRecord: (error: unknown) => boolean
}

const RETRY = 1000 // ms until a message that could not be taken comes again
const EVERY = 1000 // ms between two times that all is made safe
const MOST_BATCHES = 4 // that are not safe
const TURN = 20 // ms
const LINE_END = 0x0a

export class StreamSource implements Source {
  readonly name: string
  readonly #input: StreamInput
  readonly #of: StreamReading
  /** Numbers of messages that are written, and may come again. */
  readonly #done: Set<number>
  /** Written, but not acknowledged. */
  #open: JsMsg[] = []
  #failure: Error | undefined

  constructor(input: StreamInput, reading: StreamReading) {
    this.name = input.address.shown
    this.#input = input
    this.#of = reading
    this.#done = new Set(reading.before?.numbers)
  }

  async read(reading: Reading): Promise<boolean> {
    const lost = new AbortController()
    const onFailure = (error: Error) => {
      this.#failure = error
      lost.abort()
    }
    const { address, consumer: name, filter, batch, ackWait } = this.#input
    const consumer = await StreamConsumer.open(address, { name, filter, batch, ackWait, onFailure })
    const { before } = this.#of
    if (before && before.of !== consumer.made) {
      await consumer.close()
      const fact = 'the stream or the consumer was made anew since the checkpoint'
      throw new InputError(`${this.name}: ${fact}: remove that to begin anew`)
    }
    const signal = AbortSignal.any([reading.signal, lost.signal])
    try {
      const isEnd = await this.#readAll(consumer, { ...reading, signal })
      if (this.#failure) throw this.#failure
      return isEnd
    } finally {
      await consumer.close()
    }
  }

  /** Answers whether it came to the end, and not to that of what is wanted. */
  async #readAll(consumer: StreamConsumer, reading: Reading): Promise<boolean> {
    const { signal, gate } = reading
    let since = performance.now()
    let turn = since
    const settle = async () => {
      await this.#settle(consumer)
      since = performance.now()
    }
    while (!signal.aborted) {
      const counts = this.#of.untilDrained ? await consumer.counts() : undefined
      if (counts?.waiting === 0) {
        await settle()
        if (counts.taken === 0) return true
      }
      const asked = Math.min(counts?.waiting || this.#input.batch, this.#input.batch)
      let isWanted = true
      let came = 0
      for await (const message of consumer.messages(asked, signal)) {
        came++
        if (!isWanted || signal.aborted) {
          consumer.giveBack(message)
          continue
        }
        isWanted = await this.#take(consumer, message, reading)
        await gate.whenOpen()
        if (performance.now() - turn > TURN) {
          await nextTurn() // what is said to the server meanwhile, and signals, have theirs
          turn = performance.now()
        }
        if (turn - since > EVERY) await settle()
      }
      const isMuch = this.#open.length >= MOST_BATCHES * this.#input.batch
      if (came < asked || isMuch || !isWanted) await settle()
      if (!isWanted) return false
    }
    await settle()
    return false
  }

  /** Answers whether more is wanted. */
  async #take(consumer: StreamConsumer, message: JsMsg, reading: Reading): Promise<boolean> {
    if (this.#done.has(message.seq)) {
      this.#open.push(message) // it came once more
      return true
    }
    try {
      this.#of.onMessage(message.seq, consumer)
      const isWanted = reading.write(lineOf(message.data))
      this.#done.add(message.seq)
      this.#open.push(message)
      return isWanted
    } catch (error) {
      if (!this.#of.isOfRecord(error)) throw error
      await this.#refuse(consumer, message, error)
      await this.#of.renew()
      reading.restart?.()
      return true
    }
  }

  async #refuse(consumer: StreamConsumer, message: JsMsg, error: unknown): Promise<void> {
    const { dead, deliveries } = this.#input
    const reason = messageOf(error)
    const fact = `message ${message.seq}: ${reason.replace(`${this.name}:`, '').trim()}`
    if (dead === undefined) {
      await this.#settle(consumer) // those before it are well
      consumer.giveBack(message)
      const advice = 'dead=SUBJECT puts such messages away'
      const Kind = error instanceof StageError ? StageError : InputError
      throw new Kind(`${this.name}: ${fact}: ${advice}`)
    }
    if (message.info.deliveryCount < deliveries) {
      consumer.giveBack(message, RETRY)
      return
    }
    await consumer.bury(message, dead, fact)
  }

  /** Makes what was written safe, and only then says that its messages are done with. */
  async #settle(consumer: StreamConsumer): Promise<void> {
    if (this.#open.length === 0) return
    await this.#of.save({ of: consumer.made, numbers: [...this.#done] })
    const open = this.#open
    this.#open = []
    await consumer.acknowledge(open)
    const floor = (await consumer.counts())?.floor ?? 0
    for (const sequence of this.#done) if (sequence <= floor) this.#done.delete(sequence)
  }
}

/** A message as a line: line ends in it mean nothing, as no text of JSON has any. */
function lineOf(data: Uint8Array): Buffer {
  const line = Buffer.allocUnsafe(data.length + 1)
  line.set(data)
  line[data.length] = LINE_END
  for (let at = line.indexOf(LINE_END); at < data.length; at = line.indexOf(LINE_END, at + 1)) {
    line[at] = 0x20
  }
  return line
}
