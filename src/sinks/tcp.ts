// Provides a connection to a program that listens, as an output. That it breaks is a failure: something may be lost.

import { connect, type Socket } from 'node:net'
import type { Gate } from '../core/gate.ts'
import type { Address } from './far-destination.ts'
import { Output } from './output.ts'
import { StreamWriter } from './stream-writer.ts'
import type { Writer } from './writer.ts'

const PATIENCE = 5000 // ms for the other side to close when all was sent

export class Tcp extends Output {
  readonly #socket: Socket
  protected writer: Writer

  constructor(address: Address, name: string, gate: Gate) {
    super()
    this.#socket = connect({ ...address, allowHalfOpen: true })
    this.#socket.resume() // nothing that it may send is of interest
    this.writer = new StreamWriter(this.#socket, { name, gate, needsReader: true })
  }

  protected override async writeOut(): Promise<void> {
    await this.writer.flush()
    await this.#closed()
  }

  async interrupt(): Promise<void> {
    this.#socket.destroy()
  }

  /** The other side has read all when it closes as well. */
  async #closed(): Promise<void> {
    const socket = this.#socket
    if (socket.readableEnded || socket.destroyed) return
    await new Promise<void>((resolve) => {
      socket.once('end', resolve).once('close', resolve)
      setTimeout(resolve, PATIENCE).unref()
    })
    socket.destroy()
  }
}
