// Provides sockets for tasks: waiting until one is ready, and the subroutines that are built on it.

import net, { type ListenOptions, type NetConnectOpts, type Server, type Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { type Caller, SystemCall, systemCall } from '../system-call.ts'
import { connectionOf } from './connection.ts'
import { listenerOf } from './listener.ts'

/** A subroutine that makes system calls and gives a `T`. */
type Subroutine<T> = Generator<SystemCall, T, void>

/**
 * Waits until `available` has something to say: bytes have come, the far end has finished, or the socket is closed. Of
 * a server, until there is somebody to accept.
 */
export function readWait(source: Socket | Server): SystemCall {
  return source instanceof net.Server ? listenerOf(source).readable : connectionOf(source).readable
}

/** Waits until the socket is connected and takes more. @throws why it is closed. */
export function writeWait(socket: Writable): SystemCall {
  return connectionOf(socket).writable
}

/** The bytes that have come, `undefined` if there are none. Does not wait. @throws why it is closed. */
export function available(socket: Socket): Buffer | undefined {
  return connectionOf(socket).take()
}

/**
 * Listens, on port 0 on any free one, and gives the server. Connections stay open in one direction when the other
 * has ended: `close` them. Another server, such as one of `node:tls`, may be given.
 *
 * @throws what the platform does, such as an error with the code `EADDRINUSE`.
 *
 * @example
 * ```js
 * import { accept, close, connect, listen, newTask, receive, Scheduler, send } from 'cosax/task'
 *
 * function* echo(client) {
 *   for (let data = yield* receive(client); data; data = yield* receive(client)) yield* send(client, data)
 *   yield* close(client)
 * }
 *
 * function* serve(server) {
 *   while (true) yield* newTask(echo(yield* accept(server)), { detached: true })
 * }
 *
 * const scheduler = new Scheduler()
 * await scheduler.run(function* () {
 *   const server = yield* listen({ port: 0, host: '127.0.0.1' })
 *   yield* newTask(serve(server), { detached: true })
 *   const socket = yield* connect(server.address())
 *   yield* send(socket, 'hello')
 *   console.log(String(yield* receive(socket)))
 *   yield* close(socket)
 *   yield* close(server)
 * })
 * ```
 * ```text
 * hello
 * ```
 */
export function* listen(
  options: ListenOptions,
  server: Server = net.createServer({ allowHalfOpen: true }),
): Subroutine<Server> {
  const listener = listenerOf(server)
  let isListening = false
  try {
    server.listen(options)
    yield listener.listening
    listener.check()
    isListening = true
    return server
  } finally {
    if (!isListening) server.close()
  }
}

/** The next connection. @throws `ClosedError` when the server is closed. */
export function* accept(server: Server): Subroutine<Socket> {
  const listener = listenerOf(server)
  while (true) {
    yield listener.readable
    const socket = listener.take() // unless another task was quicker
    if (socket) return socket
  }
}

/** A connection that waits, `undefined` if there is none. Does not wait: where many come at once, a turn takes them all. */
export function accepted(server: Server): Socket | undefined {
  return listenerOf(server).take()
}

/**
 * Connects. Like the sockets that `accept` gives, it stays open in one direction when the other has ended: `close` it.
 *
 * @throws what the platform does, such as an error with the code `ECONNREFUSED`.
 */
export function* connect(options: NetConnectOpts): Subroutine<Socket> {
  const socket = net.connect({ allowHalfOpen: true, ...options })
  let isConnected = false
  try {
    yield connectionOf(socket).writable
    isConnected = true
    return socket
  } finally {
    if (!isConnected) socket.destroy()
  }
}

/**
 * Waits for bytes, and gives what has come; `undefined` when the far end has finished. While no task waits for bytes the
 * socket is paused.
 *
 * @throws the error of the socket, such as one with the code `ECONNRESET`; `ClosedError` if it was closed here.
 */
export function receive(socket: Readable): SystemCall<Buffer | undefined> {
  return connectionOf(socket).receive
}

/** A class of its own: one is made for every message. */
class Send extends SystemCall {
  readonly #socket: Writable
  readonly #bytes: Uint8Array | string

  constructor(socket: Writable, bytes: Uint8Array | string) {
    super()
    this.#socket = socket
    this.#bytes = bytes
  }

  handle(task: Caller): void {
    connectionOf(this.#socket).send(task, this.#bytes)
  }
}

/**
 * Sends all of it, and waits until the platform takes more: a far end that does not read makes the task wait.
 *
 * @throws the error of the socket, such as one with the code `EPIPE`; `ClosedError` if it was closed here.
 */
export function send(socket: Writable, bytes: Uint8Array | string): SystemCall {
  return new Send(socket, bytes)
}

/** Closes a socket when what was sent has left, or a server with all connections that were not accepted. Does not wait. */
export function close(source: Socket | Server): SystemCall {
  return systemCall('close', (task) => {
    if (source instanceof net.Server) listenerOf(source).close()
    else source.destroySoon()
    task.resume()
  })
}
