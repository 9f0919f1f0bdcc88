// Provides a socket as tasks see it: when it can be read from and written to, and what has come in.

import type { Socket } from 'node:net'
import { ClosedError } from '../errors.ts'
import { type Caller, type SystemCall, systemCall } from '../system-call.ts'
import { WaitingLine } from '../wait.ts'

const connections = new WeakMap<Socket, Connection>()

export function connectionOf(socket: Socket): Connection {
  let connection = connections.get(socket)
  if (!connection) {
    connection = new Connection(socket)
    connections.set(socket, connection)
  }
  return connection
}

/**
 * Reads one chunk ahead at most: with nobody to take it the socket is paused. An error is kept for the next
 * call, and all after it, when what came before it has been taken.
 */
class Connection {
  readonly #socket: Socket
  readonly #chunks: Buffer[] = []
  readonly #readers = new WaitingLine()
  readonly #writers = new WaitingLine()
  #isReading = false
  #hasEnded: boolean
  #error: unknown

  // made once, not for every message
  readonly readable: SystemCall = systemCall('readWait', (task) => this.#whenReadable(task))
  readonly writable: SystemCall = systemCall('writeWait', (task) => this.#whenWritable(task))

  constructor(socket: Socket) {
    this.#socket = socket
    this.#hasEnded = socket.readableEnded
    this.#error = socket.errored ?? undefined
    const onWritable = (): void => this.#writers.resumeAll()
    socket.on('connect', onWritable)
    socket.on('drain', onWritable)
    socket.on('error', (error) => {
      this.#error ??= error
    })
    socket.on('close', () => {
      for (const reader of this.#readers) {
        if (this.#hasEnded) reader.resume()
        else reader.fail(this.#reason)
      }
      for (const writer of this.#writers) writer.fail(this.#reason)
    })
  }

  /** Only now: until somebody reads, the socket may be given to others. */
  #startReading(): void {
    this.#isReading = true
    this.#socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk)
      this.#readers.resumeAll()
      if (this.#chunks.length > 0) this.#socket.pause()
    })
    this.#socket.on('end', () => {
      this.#hasEnded = true
      this.#readers.resumeAll()
    })
  }

  /** Whether a read gives something at once: a chunk, the end, or an error. */
  get isReadable(): boolean {
    return this.#chunks.length > 0 || this.#hasEnded || this.#socket.destroyed
  }

  #whenReadable(task: Caller): void {
    if (this.#chunks.length > 0 || this.#hasEnded) task.resume()
    else if (this.#socket.destroyed) task.fail(this.#reason)
    else {
      if (!this.#isReading) this.#startReading()
      else if (this.#socket.isPaused()) this.#socket.resume()
      this.#readers.push(task.wait(() => {}))
    }
  }

  /** The next bytes; nothing at the end, or if none have come. */
  take(most: number): Buffer | undefined {
    const chunk = this.#chunks.shift()
    if (chunk === undefined) {
      if (this.#hasEnded || !this.#socket.destroyed) return undefined
      throw this.#reason
    }
    if (chunk.length <= most) return chunk
    this.#chunks.unshift(chunk.subarray(most))
    return chunk.subarray(0, most)
  }

  #whenWritable(task: Caller): void {
    if (this.#socket.destroyed) task.fail(this.#reason)
    else if (this.#socket.writableNeedDrain || this.#socket.connecting) {
      this.#writers.push(task.wait(() => {}))
    } else task.resume()
  }

  write(bytes: Uint8Array | string): void {
    if (!this.#socket.writable) throw this.#reason
    this.#socket.write(bytes)
  }

  get #reason(): unknown {
    return this.#error ?? new ClosedError('the socket is closed')
  }
}
