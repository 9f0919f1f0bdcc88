// Provides a server as its users start it, and clients that talk to it.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import net from 'node:net'
import { createInterface } from 'node:readline'

/** One that runs, in a process of its own. */
export class Served {
  readonly child: ChildProcess
  readonly urls: string[]
  stderr = ''

  private constructor(child: ChildProcess, urls: string[]) {
    this.child = child
    this.urls = urls
    child.stderr?.on('data', (text) => {
      this.stderr += text
    })
  }

  /** Starts `cosax serve` with these words, and waits until it listens. */
  static async start(...words: string[]): Promise<Served> {
    const child = spawn('node', ['bin/cosax.js', 'serve', ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const count = words.filter((word) => word === '--tcp' || word === '--http').length
    const urls: string[] = []
    const served = new Served(child, urls)
    for await (const line of createInterface(child.stdout)) {
      urls.push(line.replace('listening on ', ''))
      if (urls.length === count) return served
    }
    await once(child, 'close')
    throw new Error(`it does not listen: ${served.stderr}`)
  }

  url(protocol: string): string {
    return this.urls.find((url) => url.startsWith(`${protocol}:`)) ?? ''
  }

  get port(): number {
    return Number(new URL(this.url('tcp') || this.url('tls')).port)
  }

  /** Connects; the socket stays open for what comes when nothing more is sent. */
  connect(): net.Socket {
    return net.connect({ port: this.port, host: '127.0.0.1', allowHalfOpen: true })
  }

  /** Sends a document by TCP and gives all that comes back. */
  async send(document: string | Buffer): Promise<string> {
    const socket = this.connect()
    socket.end(document)
    return received(socket)
  }

  /** A value of `GET /metrics`. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.url('http')}/metrics`)).text()
    return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1])
  }

  /** The signal, and then the exit code. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const { child } = this
    child.kill(signal)
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
    return child.exitCode
  }
}

/** All that comes until the far end has finished. */
export async function received(socket: net.Socket): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

export const BUSES: Buffer = readFileSync('fixtures/buses.xml')
