// Provides a server as tasks see it: the connections that wait to be accepted.

import type { Server, Socket } from 'node:net'
import { ClosedError } from '../errors.ts'
import { Ring } from '../ready.ts'
import { type Caller, type SystemCall, systemCall } from '../system-call.ts'
import { justLeave, WaitingLine } from '../wait.ts'
import { connectionOf } from './connection.ts'

const MOST = 16_384 // connections that wait to be accepted

const listeners = new WeakMap<Server, Listener>()

export function listenerOf(server: Server): Listener {
  let listener = listeners.get(server)
  if (!listener) {
    listener = new Listener(server)
    listeners.set(server, listener)
  }
  return listener
}

class Listener {
  readonly #server: Server
  readonly #pending = new Ring<Socket>()
  readonly #acceptors = new WaitingLine()
  #error: { error: unknown } | undefined // that is not reported yet

  readonly readable: SystemCall = systemCall('readWait', (task) => this.#whenAcceptable(task))
  readonly listening: SystemCall = systemCall('listen', (task) => this.#whenListening(task))

  constructor(server: Server) {
    this.#server = server
    const wake = (): void => this.#acceptors.resumeAll()
    // one with TLS has a connection when both sides have agreed
    const connected = 'setSecureContext' in server ? 'secureConnection' : 'connection'
    server.on(connected, (socket: Socket) => {
      if (this.#pending.size === MOST) socket.destroy()
      else {
        connectionOf(socket) // which minds its errors
        this.#pending.push(socket)
        wake()
      }
    })
    server.on('error', (error) => {
      this.#error = { error }
      wake()
    })
    server.on('listening', wake)
    server.on('close', wake)
  }

  get isAcceptable(): boolean {
    return this.#pending.size > 0 || this.#error !== undefined || !this.#server.listening
  }

  #whenAcceptable(task: Caller): void {
    if (this.isAcceptable) task.resume()
    else this.#acceptors.push(task.wait(justLeave))
  }

  #whenListening(task: Caller): void {
    if (this.#server.listening || this.#error) task.resume()
    else this.#acceptors.push(task.wait(justLeave))
  }

  /** A connection, or nothing if there is none. */
  take(): Socket | undefined {
    const socket = this.#pending.shift()
    if (socket) return socket
    this.check()
    if (!this.#server.listening) throw new ClosedError('the server is closed')
    return undefined
  }

  /** Throws an error that is not reported yet. */
  check(): void {
    const failure = this.#error
    this.#error = undefined
    if (failure) throw failure.error
  }

  /** Listens no more, and drops what was not accepted. */
  close(): void {
    if (this.#server.listening) this.#server.close()
    for (let socket = this.#pending.shift(); socket; socket = this.#pending.shift()) {
      socket.destroy()
    }
    this.#acceptors.resumeAll()
  }
}
