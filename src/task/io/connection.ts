// Provides a socket, or another stream, as tasks see it: when it can be read from and written to, and what has come in.

import type { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { ClosedError } from '../errors.ts'
import { type Caller, type SystemCall, systemCall } from '../system-call.ts'
import { justLeave, WaitingLine } from '../wait.ts'

const CONNECTION: unique symbol = Symbol('connection')

// on the socket itself: a map takes longer to look into, twice for every message
export function connectionOf(stream: Readable | Writable): Connection {
  // a stream of one direction is asked for nothing else
  const socket = stream as Socket & { [CONNECTION]?: Connection }
  socket[CONNECTION] ??= new Connection(socket)
  return socket[CONNECTION]
}

/**
 * Reads one chunk ahead at most: without a task to take it the socket is paused. An error is kept for the next
 * call, and all after it, when what came before it has been taken.
 */
class Connection {
  readonly #socket: Socket
  readonly #chunks: Buffer[] = []
  readonly #readers = new WaitingLine() // who waits for `readWait`
  readonly #receivers = new WaitingLine()
  readonly #writers = new WaitingLine()
  #isReading = false
  #hasEnded: boolean
  #error: unknown

  // made once, not for every message
  readonly readable: SystemCall = systemCall('readWait', (task) => this.#whenReadable(task))
  readonly receive: SystemCall<Buffer | undefined> = systemCall('receive', (task) =>
    this.#receive(task),
  )
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
      for (const line of [this.#readers, this.#receivers]) {
        for (const reader of line) {
          if (this.#hasEnded) reader.resume()
          else reader.fail(this.#reason)
        }
      }
      for (const writer of this.#writers) writer.fail(this.#reason)
    })
  }

  /** Only now: until somebody reads, the socket may be given to others. */
  #startReading(): void {
    this.#isReading = true
    this.#socket.on('data', (chunk: Buffer) => {
      const receiver = this.#receivers.first
      if (receiver) receiver.resume(chunk, this.#giveBack)
      else {
        this.#chunks.push(chunk)
        this.#readers.resumeAll()
        if (this.#chunks.length > 0) this.#socket.pause()
      }
    })
    this.#socket.on('end', () => {
      this.#hasEnded = true
      this.#readers.resumeAll()
      this.#receivers.resumeAll()
    })
  }

  /** Its receiver was killed: it is the next one again. */
  readonly #giveBack = (chunk: unknown): void => {
    if (chunk === undefined) return
    const receiver = this.#receivers.first
    if (receiver) receiver.resume(chunk, this.#giveBack)
    else this.#chunks.unshift(chunk as Buffer)
  }

  #receive(task: Caller): void {
    if (this.#chunks.length > 0) task.resume(this.#chunks.shift(), this.#giveBack)
    else if (this.#mayRead(task)) this.#receivers.push(task.wait(justLeave))
  }

  #whenReadable(task: Caller): void {
    if (this.#chunks.length > 0) task.resume()
    else if (this.#mayRead(task)) this.#readers.push(task.wait(justLeave))
  }

  /** Whether something may come; otherwise the task is answered. */
  #mayRead(task: Caller): boolean {
    if (this.#hasEnded) task.resume()
    else if (this.#socket.destroyed) task.fail(this.#reason)
    else {
      if (!this.#isReading) this.#startReading()
      else if (this.#socket.isPaused()) this.#socket.resume()
      return true
    }
    return false
  }

  /** The next bytes; nothing at the end, or if none have come. */
  take(): Buffer | undefined {
    const chunk = this.#chunks.shift()
    if (chunk === undefined && !this.#hasEnded && this.#socket.destroyed) throw this.#reason
    return chunk
  }

  send(task: Caller, bytes: Uint8Array | string): void {
    // the answer of an HTTP request calls itself writable also when its client has left
    if (!this.#socket.writable || this.#socket.destroyed) task.fail(this.#reason)
    else if (this.#socket.write(bytes)) task.resume()
    else this.#writers.push(task.wait(justLeave))
  }

  #whenWritable(task: Caller): void {
    if (this.#socket.destroyed) task.fail(this.#reason)
    else if (this.#socket.writableNeedDrain || this.#socket.connecting) {
      this.#writers.push(task.wait(justLeave))
    } else task.resume()
  }

  get #reason(): unknown {
    return this.#error ?? new ClosedError('the socket is closed')
  }
}
