// Provides a channel to another thread: bytes change hands, none are copied. So many are on their way at most.

import type { Transferable } from 'node:worker_threads'
import { Gate } from '../core/gate.ts'
import type { Channel } from './channel.ts'
import type { Frame } from './frame.ts'

const FULL = 2 * 1024 * 1024 // bytes on their way

/** A frame, or how many bytes of frames the other end has done with. */
type Message = Frame | number

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
  #wake: (() => void) | undefined
  #away = 0 // bytes
  #isFull = false
  #isGone = false
  #isDeaf = false

  constructor(options: PortChannelOptions) {
    this.name = options.name
    this.gate = options.gate ?? new Gate()
    this.#of = options
    options.port.on('message', (message) => {
      if (typeof message === 'number') this.#hasTaken(message)
      else if (this.#isDeaf) options.port.postMessage(message.bytes.length)
      else {
        this.#frames.push(message)
        this.#wake?.()
      }
    })
    options.gone?.then(() => {
      this.#isGone = true
      this.#hasTaken(this.#away)
      this.#wake?.()
    })
  }

  get isClosed(): boolean {
    return this.#isGone
  }

  send({ kind, bytes }: Frame): void {
    if (this.#isGone) return
    const own = bytes.length === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)
    this.#away += own.length
    if (this.#away > FULL && !this.#isFull) {
      this.#isFull = true
      this.gate.shut()
    }
    const transfer = own.length === 0 ? [] : [own.buffer as ArrayBuffer]
    this.#of.port.postMessage({ kind, bytes: own }, transfer)
  }

  async *frames(): AsyncGenerator<Frame> {
    while (true) {
      const frame = this.#frames.shift()
      if (frame) {
        const { length } = frame.bytes
        yield frame
        this.#of.port.postMessage(length)
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
    for (const { bytes } of this.#frames.splice(0)) this.#of.port.postMessage(bytes.length)
    await this.#of.destroy?.(isUrgent)
  }

  #hasTaken(bytes: number): void {
    this.#away -= bytes
    if (this.#isFull && this.#away <= FULL / 2) {
      this.#isFull = false
      this.gate.open()
    }
  }
}
