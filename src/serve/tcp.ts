// Provides TCP: a document in, what becomes of its records out, on one connection.

import type { Server, Socket } from 'node:net'
import { accept, accepted, ClosedError, type Routine, send } from '../task/index.ts'
import type { Conversation, Failure } from './conversation.ts'
import { farewell, PATIENCE } from './farewell.ts'

/** Accepts clients until the server is closed. */
export function* acceptAll(
  server: Server,
  isJsonLines: boolean,
  admit: (conversation: Conversation) => void,
): Routine<void> {
  try {
    while (true) {
      let socket: Socket | undefined = yield* accept(server)
      for (; socket; socket = accepted(server)) admit(new TcpConversation(socket, isJsonLines))
    }
  } catch (error) {
    if (!(error instanceof ClosedError)) throw error
  }
}

class TcpConversation implements Conversation {
  readonly protocol = 'tcp'
  readonly from: string
  readonly source: Socket
  readonly #isJsonLines: boolean

  constructor(socket: Socket, isJsonLines: boolean) {
    this.source = socket
    this.from = fromOf(socket)
    this.#isJsonLines = isJsonLines
    socket.setNoDelay(true)
  }

  *send(bytes: Uint8Array): Routine<void> {
    yield* send(this.source, bytes)
  }

  *end(failure?: Failure): Routine<void> {
    const socket = this.source
    if (failure && !this.#isJsonLines) return this.break(failure)
    if (failure) yield* send(socket, errorLine(failure))
    socket.end()
    yield* farewell(socket, socket)
    socket.destroy()
  }

  /** A client that is sent no lines of JSON sees that the connection was reset. */
  break(failure?: Failure): void {
    const socket = this.source
    if (failure && this.#isJsonLines && socket.writable) {
      socket.end(errorLine(failure))
      setTimeout(() => socket.destroy(), PATIENCE).unref()
    } else if (failure) socket.resetAndDestroy()
    else socket.destroy()
  }
}

/** Where a client comes from; one that has gone is not known. */
export function fromOf({ remoteAddress, remotePort }: Socket): string {
  return remoteAddress === undefined ? 'unknown' : `${remoteAddress}:${remotePort}`
}

/** What ends the lines of a client where something went wrong. */
export function errorLine({ message }: Failure): string {
  return `${JSON.stringify({ error: message })}\n`
}
