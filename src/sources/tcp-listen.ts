// Provides what a client sends over TCP as a source: listens at an address and takes one connection, as `nc -l` does.

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { InputError } from '../core/errors.ts'
import { readChunks } from './chunks.ts'
import type { Reading, Source, SourceOptions } from './source.ts'
import { parseListening } from './tcp-address.ts'

/** Those that listen for another connection, by the name of the input. */
const listeners = new Map<string, Listener>()

export class TcpListen implements Source {
  readonly name: string
  readonly #options: SourceOptions

  /** `options.isNamedAgain` says that another connection at the same address is to be taken later. */
  constructor(name: string, options: SourceOptions) {
    this.name = name
    this.#options = options
  }

  async read(reading: Reading): Promise<boolean> {
    const { timeout, isNamedAgain = false } = this.#options
    const { signal } = reading
    if (signal.aborted) return false
    const listener = await this.#listener()
    try {
      const socket = await listener.next(signal, timeout)
      if (!isNamedAgain) listener.close()
      return socket !== undefined && (await this.#readAll(socket, reading))
    } catch (error) {
      listener.close()
      throw error
    }
  }

  /** The one that listens there already, or one that does so now. */
  async #listener(): Promise<Listener> {
    const known = listeners.get(this.name)
    if (known) return known
    const listener = new Listener(this.name)
    this.#options.signal?.addEventListener('abort', () => listener.close(), { once: true })
    const { host, port } = parseListening(this.name)
    const address = await listener.listen(host, port)
    if (port === 0) this.#options.onListening?.(address) // else it is known
    return listener
  }

  async #readAll(socket: Socket, reading: Reading): Promise<boolean> {
    const { signal } = reading
    const { timeout } = this.#options
    const stop = () => socket.destroy()
    signal.addEventListener('abort', stop)
    let bytes = 0
    const counted = (chunk: Uint8Array) => {
      bytes += chunk.length
      return reading.write(chunk)
    }
    if (timeout !== undefined) {
      socket.setTimeout(1000 * timeout, () => {
        socket.destroy(new Error(`no byte for ${timeout} seconds`))
      })
    }
    try {
      return await readChunks(
        reasoned(socket, () => bytes),
        this.name,
        {
          ...reading,
          write: counted,
        },
      )
    } finally {
      signal.removeEventListener('abort', stop)
      socket.destroy()
    }
  }
}

/** What comes, and why it breaks off, in words. */
async function* reasoned(socket: Socket, bytes: () => number): AsyncGenerator<Uint8Array, void> {
  try {
    yield* socket
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw code === 'ECONNRESET' ? new Error(`connection reset after ${bytes()} bytes`) : error
  }
}

class Listener {
  readonly #name: string
  readonly #server: Server
  readonly #waiting: Socket[] = []
  #onConnection = () => {}

  constructor(name: string) {
    this.#name = name
    // a client whose turn has not come is not read from
    this.#server = createServer({ pauseOnConnect: true }, (socket) => {
      socket.on('error', () => {}) // its reader gets it
      this.#waiting.push(socket)
      this.#onConnection()
    })
  }

  /** Answers with the address, of which the port may have been any. */
  async listen(host: string, port: number): Promise<string> {
    const server = this.#server
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => {
        const { code, message } = error as NodeJS.ErrnoException
        reject(new InputError(`${this.#name}: ${REASONS[code ?? ''] ?? message}`))
      })
      server.listen({ host, port }, resolve)
    })
    listeners.set(this.#name, this)
    const { family, address, port: taken } = server.address() as AddressInfo
    return `tcp-listen://${family === 'IPv6' ? `[${address}]` : address}:${taken}`
  }

  /** The next connection, undefined after the signal. */
  async next(signal: AbortSignal, timeout?: number): Promise<Socket | undefined> {
    let timer: NodeJS.Timeout | undefined
    let wake = () => {}
    try {
      await new Promise<void>((resolve, reject) => {
        wake = resolve
        this.#onConnection = resolve
        signal.addEventListener('abort', wake)
        if (this.#waiting.length > 0 || signal.aborted) resolve()
        if (timeout === undefined) return
        const fact = `no connection for ${timeout} seconds`
        timer = setTimeout(() => reject(new InputError(`${this.#name}: ${fact}`)), 1000 * timeout)
      })
      return signal.aborted ? undefined : this.#waiting.shift()
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', wake)
    }
  }

  /** Takes no more connections; those that wait are refused. */
  close(): void {
    if (listeners.get(this.#name) === this) listeners.delete(this.#name)
    this.#server.close()
    for (const socket of this.#waiting.splice(0)) socket.destroy()
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken by another program',
  EACCES: 'no permission to listen there',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'the host is not known',
}
