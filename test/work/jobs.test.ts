// What `cosax jobs` shows: each part, where it runs, how far it is, why it failed; all along if asked for.

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { countsLine, partLine, table } from '../../src/cli/jobs-table.ts'
import { StageError } from '../../src/core/errors.ts'
import { type Listed, Listing } from '../../src/jobs/listing.ts'
import { MAKING } from '../../src/jobs/names.ts'
import type { RunPart } from '../../src/jobs/run-part.ts'
import { parseNats } from '../../src/nats/address.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { eventually } from '../eventually.ts'
import { NatsServer, withNats } from '../nats-server.ts'
import { Cluster, runHere } from './cluster.ts'

const PLAN: Plan = { inputs: [], record: 'bus', pipeline: { stages: [] } }
const XML = `<buses>${'<bus><id>7</id></bus>\n'.repeat(200)}</buses>`

function listedOf(part: number, state: Listed['state'], more: Partial<Listed> = {}): Listed {
  return { id: `0123456789ab-${part}`, part, state, ...more }
}

const HERE = { host: 'here', pid: 12, tries: 1, age: 61 }

test('a table has the counts, then the parts in their order', () => {
  const parts = [
    listedOf(1, 'done', { ...HERE, records: 1234 }),
    listedOf(2, 'running', { ...HERE, share: 0.999 }),
    listedOf(3, 'failed', { ...HERE, host: 'a\u001b[2J', error: 'x.xml: \u001b]0;no' }),
    listedOf(4, 'waiting'),
  ]
  const counts = { parts: 4, waiting: 1, running: 1, done: 1, failed: 1, missing: 0 }
  expect(table({ parts, counts }, 24)).toEqual([
    '4 parts: 1 waiting, 1 running, 1 done, 1 failed',
    'part  state    where          read  records  tries  since',
    '1     done     here:12              1,234    1      1:01',
    '2     running  here:12        99%            1      1:01',
    String.raw`3     failed   a\u001b[2J:12                 1      1:01   x.xml: \u001b]0;no`,
    '4     waiting',
  ])
  expect(partLine(parts[1] as Listed)).toBe('part 2  running  here:12  99%  1  1:01')
})

test('of more parts than there is room for, those that run and those that have failed are shown', () => {
  const parts = Array.from({ length: 100 }, (_, n) =>
    listedOf(n + 1, n === 70 ? 'failed' : n === 90 ? 'running' : 'done'),
  )
  const counts = { parts: 100, waiting: 0, running: 1, done: 98, failed: 1, missing: 3 }
  const lines = table({ parts, counts }, 6)
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['100', 'part', '1', '2', '71', '91'])
  expect(countsLine(counts)).toMatch(/; 3 are not there yet: split puts them$/)
})

withNats(() => {
  let server: NatsServer
  let cluster: Cluster
  let count = 0
  beforeAll(async () => {
    server = await NatsServer.start()
  })
  afterAll(() => server.stop())
  beforeEach(() => {
    cluster = new Cluster(server.address(`JOBS${++count}`, 'lease=1&tries=1'))
  })
  afterEach(() => cluster.remove())

  test('parts are seen as they wait, run, are done and fail', async () => {
    const plan = { ...PLAN, inputs: [cluster.write('in.xml', XML)] }
    const parts = await cluster.put(plan, { parts: 4 })
    const listing = await Listing.open(parseNats(cluster.address, MAKING))
    await listing.look()
    expect(listing.parts.map(({ part, state }) => [part, state])).toEqual([
      [1, 'waiting'],
      [2, 'waiting'],
      [3, 'waiting'],
      [4, 'waiting'],
    ])
    let goOn = () => {}
    const run: RunPart = async (own, part, running) => {
      if (part.part === 3) throw new StageError('no')
      if (part.part !== 2) return runHere(own, part, running)
      running.onStart(() => (part.to.offset - part.from.offset) / 4)
      await new Promise<void>((done) => {
        goOn = done
      })
      return runHere(own, part, running)
    }
    const worker = cluster.work(PLAN, { run })
    await eventually(async () => {
      await listing.look()
      expect(listing.parts[1]).toMatchObject({ state: 'running', share: 0.25, pid: process.pid })
    })
    expect(listing.parts[0]).toMatchObject({ state: 'done', file: plan.inputs[0], records: 50 })
    expect(listing.isSettled).toBe(false)
    goOn()
    expect(await worker).toMatchObject({ done: 3, failed: 1 })
    await listing.look()
    expect(listing.parts.map(({ state }) => state)).toEqual(['done', 'done', 'failed', 'done'])
    expect(listing.parts[2]).toMatchObject({ error: 'no', deliveries: 1 })
    expect(listing.isSettled).toBe(true)
    await listing.remove()
    await listing.close()
    expect(await cluster.putAgain(parts)).toBe(4) // as if it had never been there
  })

  test('more parts than are asked for at once are all there', async () => {
    const text = `<buses>${'<bus><id>7</id></bus>\n'.repeat(260)}</buses>`
    const plan = { ...PLAN, inputs: [cluster.write('in.xml', text)] }
    const parts = await cluster.put(plan, { parts: 250 })
    const ran = { records: 1, written: 1 }
    const run: RunPart = () => Promise.resolve(ran)
    await Promise.all(Array.from({ length: 4 }, () => cluster.work(PLAN, { run })))
    const listing = await Listing.open(parseNats(cluster.address, MAKING))
    await listing.look()
    expect(listing.counts).toEqual({
      ...{ parts: parts.length, done: parts.length },
      ...{ waiting: 0, running: 0, failed: 0, missing: 0 },
    })
    expect(listing.parts.map(({ part }) => part)).toEqual(parts.map(({ part }) => part))
    await listing.close()
  })
})
