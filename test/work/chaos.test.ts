// Workers and the server are killed at random, workers are stopped, disks are full: in the end there is what a run without any
// trouble writes, and nothing else.

import { existsSync, readdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Listing } from '../../src/jobs/listing.ts'
import { MAKING } from '../../src/jobs/names.ts'
import { parseNats } from '../../src/nats/address.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { eventually } from '../eventually.ts'
import { NatsServer, withNats } from '../nats-server.ts'
import { Cluster } from './cluster.ts'
import { endWorkers, WorkerProcess } from './worker-process.ts'

const PLAN: Plan = { inputs: [], record: 'bus', pipeline: { stages: [] } }
const KILLS = process.env.CI ? 12 : 6
const PARTS = 12
const XML = `<buses>${Array.from(
  { length: 2400 },
  (_, n) => `<bus><id>${n}</id><text>${'long '.repeat(n % 60)}<!-- <bus> --></text></bus>\n`,
).join('')}</buses>`

/** So long a record takes, in ms, in which the thread does nothing else. */
function busy(milliseconds: number): string[] {
  const code = `bus => { const end = Date.now() + ${milliseconds}; while (Date.now() < end); return bus }`
  return ['--map-js', code]
}

const TO = ['--until-drained', '-q', '--to', 'out/{part}.jsonl']

withNats(() => {
  let server: NatsServer
  const clusters: Cluster[] = []
  beforeAll(async () => {
    server = await NatsServer.start()
  })
  afterAll(async () => {
    endWorkers()
    for (const cluster of clusters) cluster.remove()
    await server.stop()
  })

  /** Of a file that is cut, with its address as workers write it, and what one run of it writes. */
  async function clusterOf(parts: number, lease: number, of: NatsServer = server) {
    const name = `JOBS${clusters.length}`
    const cluster = new Cluster(of.address(name, `lease=${lease}&tries=50`))
    clusters.push(cluster)
    const plan = { ...PLAN, inputs: [cluster.write('in.xml', XML)] }
    await cluster.put(plan, { parts })
    const whole = await cluster.whole(plan)
    // a worker may begin while the server is away
    return { cluster, whole, address: of.address(name, 'wait=60') }
  }

  async function listed(cluster: Cluster) {
    const listing = await Listing.open(parseNats(cluster.address, MAKING))
    try {
      await listing.look()
      return listing
    } finally {
      await listing.close()
    }
  }

  function isWriting(cluster: Cluster): boolean {
    const out = cluster.path('out')
    return existsSync(out) && readdirSync(out).some((name) => name.endsWith('.partial'))
  }

  function expectAll(cluster: Cluster, whole: string, parts: number): void {
    expect(readdirSync(cluster.path('out')).length).toBe(parts) // hidden ones too
    expect(cluster.joined() === whole).toBe(true)
  }

  test('workers and the server that are killed lose nothing and double nothing', async () => {
    const own = await NatsServer.start()
    try {
      const { cluster, whole, address } = await clusterOf(PARTS, 1, own)
      const start = () => new WorkerProcess(cluster.folder, [address, ...busy(2), ...TO])
      let workers = [start(), start(), start()]
      for (let kills = 0; kills < KILLS; kills++) {
        await pause(50 + 100 * (kills % 3))
        for (let times = 0; times < 200 && !isWriting(cluster); times++) await pause(5)
        const [victim, ...others] = workers
        victim?.kill('SIGKILL')
        await victim?.ended
        workers = [...others, start()]
        if (kills % 4 !== 1) continue
        await own.kill()
        await pause(100)
        await own.startAgain()
      }
      const codes = await Promise.all(workers.map(({ ended }) => ended))
      // one that has just connected when the server is killed ends with 4, and is started again
      const again = codes.filter((code) => code === 4).map(() => start().ended)
      const others = codes.filter((code) => code !== 4)
      expect([...others, ...(await Promise.all(again))]).toEqual([0, 0, 0])
      const { counts, parts } = await listed(cluster)
      expect(counts).toMatchObject({ parts: PARTS, waiting: 0, running: 0, done: PARTS, failed: 0 })
      expect(parts.some(({ deliveries = 0 }) => deliveries > 1)).toBe(true)
      expectAll(cluster, whole, PARTS)
    } finally {
      await own.stop()
    }
  })

  test.concurrent('a worker that is too slow has lost its part, and goes on with others', async () => {
    const { cluster, whole, address } = await clusterOf(4, 1)
    const words = [address, ...busy(1), ...TO]
    const slow = new WorkerProcess(cluster.folder, words)
    await eventually(() => expect(isWriting(cluster)).toBe(true))
    slow.kill('SIGSTOP')
    const other = new WorkerProcess(cluster.folder, words)
    expect(await other.ended).toBe(0)
    expectAll(cluster, whole, 4)
    slow.kill('SIGCONT')
    expect(await slow.ended).toBe(0)
    expectAll(cluster, whole, 4)
    const { parts } = await listed(cluster)
    expect(parts.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done'])
    expect(parts.map(({ pid }) => pid)).toEqual(Array(4).fill(other.child.pid))
  })

  test.concurrent('a part that keeps its thread busy is not handed out again', async () => {
    const { cluster, whole, address } = await clusterOf(1, 1)
    const [flag, code = ''] = busy(4000)
    const once = code.replace('bus => {', 'bus => { if (bus.id !== "7") return bus;')
    const words = [address, flag as string, once, ...TO]
    const workers = [0, 1].map(() => new WorkerProcess(cluster.folder, words))
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0])
    expect((await listed(cluster)).parts[0]).toMatchObject({ tries: 1, deliveries: 1 })
    expectAll(cluster, whole, 1)
  })

  test.concurrent('a worker that is asked to end gives its part back', async () => {
    const { cluster, address } = await clusterOf(1, 60)
    const worker = new WorkerProcess(cluster.folder, [address, ...busy(100), ...TO])
    await eventually(() => expect(isWriting(cluster)).toBe(true))
    expect((await listed(cluster)).parts[0]).toMatchObject({ state: 'running', tries: 1 })
    worker.kill('SIGTERM')
    expect(await worker.ended).toBe('SIGTERM')
    expect(readdirSync(cluster.path('out'))).toEqual([])
    expect((await listed(cluster)).parts[0]).toMatchObject({ state: 'waiting', tries: 0 })
    const other = await cluster.work(PLAN) // long before the lease has run out
    expect(other.done).toBe(1)
  })

  test.concurrent('what a full disk keeps a worker from is done by another one', async () => {
    const { cluster, whole, address } = await clusterOf(6, 1)
    const full = new WorkerProcess(
      cluster.folder,
      [address, ...TO.filter((w) => w !== '-q')],
      'ulimit -f 8;',
    )
    await eventually(() => expect(full.stderr).toMatch(/part \d: .*file too large/))
    expect(await cluster.work(PLAN)).toMatchObject({ failed: 0 })
    expect(await full.ended).toBe(0)
    expectAll(cluster, whole, 6)
  })
})
