// Gathers records as JSON lines into batches: one message for many. What fills no batch goes when the sender is quiet.

import { jsonOf } from '../formats/jsonl.ts'
import { Lines, type Writable } from '../record/lines.ts'
import type { Channel } from './channel.ts'

const ENOUGH = 64 * 1024 // characters
const QUIET = 20 // ms

const encoder = new TextEncoder()

export class Batch {
  readonly #channel: Pick<Channel, 'send' | 'room'>
  #text = ''
  #timer: NodeJS.Timeout | undefined

  constructor(channel: Pick<Channel, 'send' | 'room'>) {
    this.#channel = channel
  }

  add(item: Writable): void {
    if (item instanceof Lines) {
      this.release()
      const bytes = this.#channel.room(item.bytes.length)
      bytes.set(item.bytes)
      this.#channel.send({ kind: 'records', bytes })
      return
    }
    this.#text += `${jsonOf(item)}\n`
    if (this.#text.length >= ENOUGH) this.release()
    else this.#timer ??= setTimeout(() => this.release(), QUIET)
  }

  release(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#text === '') return
    const text = this.#text
    this.#text = ''
    const isLong = text.length > 2 * ENOUGH // else the most that UTF-8 needs is no matter
    const room = this.#channel.room(isLong ? Buffer.byteLength(text) : 3 * text.length)
    const { written } = encoder.encodeInto(text, room)
    this.#channel.send({ kind: 'records', bytes: room.subarray(0, written) })
  }

  /** What was not given yet is not wanted. */
  drop(): void {
    this.#text = ''
    this.release()
  }
}
