// Provides a channel to another thread: memory changes hands, and comes back for what is sent next: to ask the system for new
// memory takes longer than to fill it. So many bytes are on their way at most.

import type { Transferable } from 'node:worker_threads'
import { Gate } from '../core/gate.ts'
import type { Channel } from './channel.ts'
import type { Frame } from './frame.ts'

const FULL = 2 * 1024 * 1024 // bytes on their way
const LEAST = 64 * 1024 // bytes of memory that changes hands
const MOST_FREE = 64

/** A frame, or one that the other end has done with. */
type Message = Frame | { taken: Uint8Array }

/** What a worker has, and what it is given. */
export interface Port {
  postMessage(message: Message, transfer?: readonly Transferable[]): void
  on(event: 'message', listener: (message: Message) => void): unknown
}

export interface PortChannelOptions {
  name: string
  port: Port
  gate?: Gate | undefined
  /** Resolves with why the other end is gone. */
  gone?: Promise<string>
  /** Closes the own side, when nothing more is sent. */
  close?: () => void
  destroy?: (isUrgent?: boolean) => Promise<void>
}

export class PortChannel implements Channel {
  readonly name: string
  readonly gate: Gate
  readonly #of: PortChannelOptions
  readonly #frames: Frame[] = []
  readonly #free: ArrayBuffer[] = []
  #wake: (() => void) | undefined
  readonly #rooms = new WeakSet<ArrayBufferLike>()
  #away = 0 // bytes
  #isFull = false
  #isGone = false
  #isDeaf = false

  constructor(options: PortChannelOptions) {
    this.name = options.name
    this.gate = options.gate ?? new Gate()
    this.#of = options
    options.port.on('message', (message) => {
      if ('taken' in message) this.#hasTaken(message.taken)
      else if (this.#isDeaf) this.#giveBack(message)
      else {
        this.#frames.push(message)
        this.#wake?.()
      }
    })
    options.gone?.then(() => {
      this.#isGone = true
      this.#away = 0
      this.#open()
      this.#wake?.()
    })
  }

  get isClosed(): boolean {
    return this.#isGone
  }

  room(length: number): Uint8Array {
    const at = this.#free.findIndex((buffer) => buffer.byteLength >= length)
    const [buffer] = at < 0 ? [] : this.#free.splice(at, 1)
    const room = buffer ?? new ArrayBuffer(sizeFor(length))
    this.#rooms.add(room)
    return new Uint8Array(room, 0, length)
  }

  /** The bytes are those of a room, or few. */
  send({ kind, bytes }: Frame): void {
    if (this.#isGone) return
    this.#away += bytes.length
    if (this.#away > FULL && !this.#isFull) {
      this.#isFull = true
      this.gate.shut()
    }
    // other bytes may be in memory that is not theirs alone: they are copied
    const isRoom = this.#rooms.delete(bytes.buffer)
    this.#of.port.postMessage({ kind, bytes }, isRoom ? [bytes.buffer as ArrayBuffer] : [])
  }

  #giveBack({ bytes }: Frame): void {
    const { buffer } = bytes // it came by itself
    const moves = buffer.byteLength >= LEAST ? [buffer as ArrayBuffer] : []
    this.#of.port.postMessage({ taken: bytes }, moves)
  }

  async *frames(): AsyncGenerator<Frame> {
    while (true) {
      const frame = this.#frames.shift()
      if (frame) {
        yield frame
        this.#giveBack(frame)
      } else if (this.#isGone) return
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    }
  }

  async end(): Promise<void> {
    this.#of.close?.()
  }

  async reason(): Promise<string> {
    return (await this.#of.gone) ?? 'it has gone'
  }

  async destroy(isUrgent?: boolean): Promise<void> {
    this.#isDeaf = true // so that it is not held up
    for (const frame of this.#frames.splice(0)) this.#giveBack(frame)
    await this.#of.destroy?.(isUrgent)
  }

  #hasTaken({ length, buffer }: Uint8Array): void {
    this.#away -= length
    if (buffer.byteLength >= LEAST && this.#free.length < MOST_FREE)
      this.#free.push(buffer as ArrayBuffer)
    this.#open()
  }

  #open(): void {
    if (!this.#isFull || this.#away > FULL / 2) return
    this.#isFull = false
    this.gate.open()
  }
}

/** One of few sizes, so that memory that comes back fits. */
function sizeFor(length: number): number {
  return Math.max(2 ** Math.ceil(Math.log2(length + 1)), LEAST)
}
