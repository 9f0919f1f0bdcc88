// Kills programs and the server at random, and looks at what there is in the end.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseNats } from '../../src/nats/address.ts'
import { connectNats } from '../../src/nats/connect.ts'
import { NatsServer, withNats } from '../nats-server.ts'
import { messagesOf } from './messages.ts'

const COUNT = process.env.CI ? 100_000 : 10_000
const KILLS = 4
const ALL = Array.from({ length: COUNT }, (_, n) => n)

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-chaos-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

withNats(() => {
  let server: NatsServer
  beforeAll(async () => {
    server = await NatsServer.start()
    const { manager, jetstream, close } = await connectNats(parseNats(server.address('IN')))
    await manager.streams.add({ name: 'IN', subjects: ['in'] })
    for (let n = 0; n < COUNT; n += 1000) {
      await Promise.all(
        ALL.slice(n, n + 1000).map((each) => jetstream.publish('in', `{"n":${each}}`)),
      )
    }
    await close()
  }, 120_000)

  /** The same numbers from 0 to 1 in each run. */
  function randomFrom(seed: number): () => number {
    let state = seed
    return () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return state / 2 ** 32
    }
  }

  /** Runs a command until it ends well: at first it is killed a moment after it has begun. */
  async function runKilled(words: string[], random: () => number): Promise<number> {
    for (let run = 1; ; run++) {
      const child = spawn('node', ['bin/cosax.js', ...words], {
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let said = ''
      child.stderr.on('data', (text) => {
        said += text
      })
      const isKilled = run <= KILLS
      const timer = isKilled && setTimeout(() => child.kill('SIGKILL'), 300 + 900 * random())
      const [code, signal] = await once(child, 'exit')
      if (timer) clearTimeout(timer)
      if (code === 0) return run
      if (signal !== 'SIGKILL') throw new Error(said)
    }
  }

  test('killed readers write each record once to a file, with a checkpoint', async () => {
    const to = join(folder, 'out.jsonl')
    const input = server.address('IN', 'consumer=file&ack-wait=1')
    const words = [input, '--records', '--until-drained', '--to', to]
    const checkpoint = join(folder, 'out.checkpoint')
    const runs = await runKilled([...words, '--checkpoint', checkpoint], randomFrom(1))
    expect(runs).toBeGreaterThan(1)
    const found = readFileSync(to, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).n)
    expect(found.toSorted((a, b) => a - b)).toEqual(ALL)
    expect(readdirSync(folder)).toEqual(['out.jsonl'])
  }, 120_000)

  test('killed readers, and a killed server, send each record once to another stream', async () => {
    const input = server.address('IN', 'consumer=stream&ack-wait=1&wait=60')
    const words = [input, '--records', '--until-drained', '--to']
    const random = randomFrom(2)
    const running = runKilled([...words, server.address('OUT', 'create=true&wait=60')], random)
    const restart = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1000 + 500 * random()))
      await server.kill()
      await server.startAgain()
    }
    const [runs] = await Promise.all([running, restart()])
    expect(runs).toBeGreaterThan(1)
    const found = (await messagesOf(server.address('OUT'))).map(
      ({ record }) => (record as { n: number }).n,
    )
    expect(found.toSorted((a, b) => a - b)).toEqual(ALL)
  }, 120_000)
})
