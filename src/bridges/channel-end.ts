// Provides the near end of a bridge over a channel: the far end of it runs `host`.

import { StageError } from '../core/errors.ts'
import type { Writable } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { Batch } from './batch.ts'
import type { Channel } from './channel.ts'
import type { FarEnd } from './crossing.ts'
import { decodeError, encodeError } from './far-error.ts'
import { JsonLines } from './json-lines.ts'

const NOTHING = new Uint8Array(0)

export class ChannelEnd implements FarEnd {
  readonly #channel: Channel
  readonly #batch: Batch
  readonly #lines: JsonLines
  readonly #onDone: () => void
  #isDone = false
  #isLeft = false
  #hasEnded = false

  constructor(channel: Channel, longest: number, onDone: () => void) {
    this.#channel = channel
    this.#batch = new Batch(channel)
    this.#lines = new JsonLines(channel.name, longest)
    this.#onDone = onDone
  }

  async *arrivals(): AsyncGenerator<Iterable<Value>> {
    try {
      for await (const { kind, bytes } of this.#channel.frames()) {
        if (kind === 'records') yield* this.#lines.batch(bytes)
        else if (kind === 'failure') throw decodeError(bytes, this.#channel.name)
        else if (kind === 'done') this.#setDone()
        else {
          this.#hasEnded = true
          return
        }
      }
    } catch (error) {
      if (this.#isLeft) return
      throw error
    }
    if (this.#isLeft) return
    throw new StageError(`${this.#channel.name}: ${await this.#channel.reason()}`)
  }

  get done(): boolean {
    return this.#isDone || this.#channel.isClosed
  }

  send(item: Writable): boolean {
    if (this.done) return false
    this.#batch.add(item)
    return true
  }

  close(): void {
    this.#batch.release()
    this.#channel.send({ kind: 'end', bytes: NOTHING })
  }

  throw(error: unknown): void {
    this.#batch.release()
    this.#channel.send({ kind: 'failure', bytes: encodeError(error) })
  }

  async leave(isUrgent = false): Promise<void> {
    this.#isLeft = true
    this.#batch.drop()
    if (!this.#hasEnded && !isUrgent) this.#channel.send({ kind: 'done', bytes: NOTHING })
    await this.#channel.destroy(isUrgent)
  }

  #setDone(): void {
    this.#isDone = true
    this.#batch.drop()
    this.#onDone()
  }
}
