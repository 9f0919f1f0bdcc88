// Provides a channel over streams: the two of a process, or a connection, which is both.

import type { Readable, Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { CosaxError, messageOf, StageError } from '../core/errors.ts'
import { Gate } from '../core/gate.ts'
import { StreamWriter } from '../sinks/stream-writer.ts'
import type { Channel } from './channel.ts'
import { encodeFrame, type Frame, FrameReader } from './frame.ts'

const PATIENCE = 5000 // ms for the other end to close when all was said

export interface StreamChannelOptions {
  name: string
  readable?: Readable | undefined
  writable?: Writable | undefined
  /** How many bytes a frame may have. */
  longest: number
  gate?: Gate | undefined
  /** Called when nobody reads any more. */
  onClosed?: () => void
  /** Why the other end is gone. */
  reason?: () => Promise<string>
  /** Ends what is at the other end; the streams are destroyed if not given. */
  destroy?: (isUrgent?: boolean) => Promise<void>
}

export class StreamChannel implements Channel {
  readonly name: string
  readonly gate: Gate
  readonly #of: StreamChannelOptions
  readonly #writer: StreamWriter | undefined

  constructor(options: StreamChannelOptions) {
    const { name, readable, writable, gate = new Gate(), onClosed = () => {} } = options
    this.name = name
    this.gate = gate
    this.#of = options
    readable?.on('error', () => {}) // who reads hears of it as well
    this.#writer = writable && new StreamWriter(writable, { name, gate, onClosed })
  }

  get isClosed(): boolean {
    return this.#writer?.isClosed ?? false
  }

  room(length: number): Uint8Array {
    return Buffer.allocUnsafe(length)
  }

  send(frame: Frame): void {
    this.#writer?.writeBytes(encodeFrame(frame, this.#of.longest))
    const isLast = frame.kind === 'end' || frame.kind === 'failure'
    if (isLast && !this.#of.readable) this.#writer?.end() // no answer can come
  }

  async *frames(): AsyncGenerator<Frame> {
    const { readable, longest } = this.#of
    if (!readable) {
      await this.#writer?.whenOver()
      yield { kind: 'end', bytes: new Uint8Array(0) } // as far as it can be known
      return
    }
    const reader = new FrameReader(longest)
    try {
      for await (const bytes of readable.iterator({ destroyOnReturn: false })) {
        yield* reader.write(bytes)
      }
      reader.end()
    } catch (error) {
      if (!(error instanceof CosaxError)) return // what the system says of it is in the reason
      throw new StageError(`${this.name}: ${messageOf(error)}`)
    }
  }

  async end(): Promise<void> {
    const { readable, writable } = this.#of
    await this.#writer?.flush().catch(() => {})
    if (!readable || readable.readableEnded || readable.destroyed) return
    if (Object.is(readable, writable)) {
      const closed = new Promise((resolve) => readable.once('close', resolve))
      readable.resume()
      await Promise.race([closed, pause(PATIENCE, undefined, { ref: false })])
    }
    readable.destroy()
  }

  async reason(): Promise<string> {
    const { reason } = this.#of
    return reason ? await reason() : 'connection closed before its end'
  }

  async destroy(isUrgent?: boolean): Promise<void> {
    const { readable, writable, destroy } = this.#of
    if (destroy) return destroy(isUrgent)
    if (!isUrgent) {
      this.#writer?.end() // with what was said last
      await Promise.race([this.#writer?.whenOver(), pause(PATIENCE, undefined, { ref: false })])
    }
    readable?.destroy()
    writable?.destroy()
  }
}
