// Serves a thousand clients at once beside others that vanish, send nonsense, never read or drip: nobody is hurt by them.

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { BUSES, Served } from './server.ts'

const GOOD = 1000
const WARM = 8 // rounds, in which the heap gets the size that it needs
const ROUNDS = 16

const text = BUSES.toString()
const HEAD = text.slice(0, text.indexOf('<bus>'))
const PIECE = text.slice(text.indexOf('<bus>'), text.indexOf('<bus>', 10_000)) // whole records
const IN_PIECE = PIECE.split('<bus>').length - 1

/** One that streams records and counts the lines that come back. */
class Good {
  readonly #socket: Socket
  readonly #ended: Promise<unknown>
  #taken = () => {}
  lines = 0
  sent = 0
  last = ''

  constructor(server: Served) {
    this.#socket = server.connect()
    this.#socket.write(HEAD)
    this.#socket.on('data', (data: Buffer) => {
      for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, at + 1)) this.lines++
      this.last = data.subarray(-300).toString()
      if (this.lines >= this.sent) this.#taken()
    })
    this.#ended = once(this.#socket, 'end')
  }

  async send(): Promise<void> {
    this.sent += IN_PIECE
    const all = new Promise<void>((resolve) => {
      this.#taken = resolve
    })
    this.#socket.write(PIECE)
    await Promise.race([all, this.#ended])
  }

  async end(): Promise<void> {
    this.#socket.end('</buses>')
    await this.#ended
  }
}

function bad(server: Served): Socket {
  const socket = server.connect()
  socket.on('error', () => {})
  return socket
}

function vanishing(server: Served): void {
  const socket = bad(server)
  socket.write(HEAD + PIECE.slice(0, -100)) // inside a record
  setTimeout(() => socket.resetAndDestroy(), 2000 * Math.random())
}

function garbage(server: Served): void {
  const socket = bad(server).resume()
  socket.end(Buffer.from(Array.from({ length: 5000 }, () => 256 * Math.random())))
}

/** Answers what ends it. */
function deaf(server: Served): () => void {
  const socket = bad(server).pause()
  const push = () => {
    while (!socket.destroyed && socket.write(PIECE));
  }
  socket.write(HEAD)
  socket.on('drain', push)
  push()
  return () => socket.destroy()
}

function dripping(server: Served): () => void {
  const socket = bad(server).resume()
  let at = 0
  const timer = setInterval(() => socket.write(text.slice(at, ++at)), 1000)
  return () => {
    clearInterval(timer)
    socket.destroy()
  }
}

const memoryOf = ({ child }: Served) => {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

it.skipIf(process.platform !== 'linux')(
  `gives ${GOOD} clients exactly their records, whatever 350 others do, in memory that stays`,
  async () => {
    const server = await Served.start('--tcp', '0', '-r', 'bus')
    try {
      const good = Array.from({ length: GOOD }, () => new Good(server))
      await Promise.all(good.map((each) => each.send()))
      const endings: (() => void)[] = []
      for (let i = 0; i < 100; i++) {
        vanishing(server)
        garbage(server)
        endings.push(deaf(server))
        if (i % 2) endings.push(dripping(server))
      }
      let before = 0
      for (let round = 0; round < ROUNDS; round++) {
        if (round === WARM) before = memoryOf(server)
        await Promise.all(good.map((each) => each.send()))
      }
      const after = memoryOf(server)
      await Promise.all(good.map((each) => each.end()))
      const wrong = good.filter(({ lines, sent }) => lines !== sent)
      expect(wrong.map(({ lines, sent, last }) => [lines, sent, last])).toEqual([])
      expect(after).toBeLessThan(1.1 * before)
      for (const end of endings) end()
      expect(await server.send(`${HEAD}</buses>`)).toBe('')
      expect(await server.end()).toBe(0)
    } finally {
      if (server.child.exitCode === null) await server.end('SIGKILL')
    }
  },
  600_000,
)
