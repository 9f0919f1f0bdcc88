// Servers that do not let a worker in, or not do what it has to: one fact each, and the exit code of the README.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { exitCodeOf } from '../../src/cli/exit.ts'
import { Listing } from '../../src/jobs/listing.ts'
import { MAKING } from '../../src/jobs/names.ts'
import { insistOnRoom } from '../../src/jobs/put.ts'
import { parseNats } from '../../src/nats/address.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { NatsServer, withNats } from '../nats-server.ts'
import { Cluster } from './cluster.ts'

const PLAN: Plan = { inputs: [], record: 'bus', pipeline: { stages: [] } }
const USERS = `authorization { users: [
  { user: all, password: secret }
  { user: reader, password: secret, permissions: {
    publish: ["$JS.API.INFO", "$JS.API.STREAM.INFO.>", "$JS.API.CONSUMER.INFO.>", "$JS.API.CONSUMER.MSG.NEXT.>",
      "$JS.API.STREAM.MSG.GET.>", "$JS.API.CONSUMER.CREATE.>", "$JS.API.CONSUMER.DELETE.>"]
    subscribe: "_INBOX.>"
  } }
  { user: nobody, password: secret, permissions: { publish: "x", subscribe: "_INBOX.>" } }
] }`

withNats(() => {
  let server: NatsServer
  let bare: NatsServer
  let cluster: Cluster
  beforeAll(async () => {
    server = await NatsServer.start({ config: USERS })
    bare = await NatsServer.start({ keepsStreams: false })
    cluster = new Cluster(server.address('JOBS', 'lease=1', 'all:secret@'))
    const text = `<buses>${'<bus><id>7</id></bus>'.repeat(100)}</buses>`
    await cluster.put({ ...PLAN, inputs: [cluster.write('in.xml', text)] }, { parts: 3 })
  })
  afterAll(async () => {
    cluster.remove()
    await server.stop()
    await bare.stop()
  })

  const work = (address: string) => {
    const own = new Cluster(address)
    return own.work(PLAN, { folder: cluster.folder }).finally(() => own.remove())
  }
  const jobs = (address: string) =>
    Listing.open(parseNats(address)).then((listing) => listing.close())
  const split = (address: string) => insistOnRoom(parseNats(address, MAKING))

  async function faultOf(job: Promise<unknown>): Promise<[code: number | undefined, text: string]> {
    try {
      await job
    } catch (error) {
      return [exitCodeOf(error), (error as Error).message]
    }
    throw new Error('nothing was wrong')
  }

  const user = (name: string, password = 'secret') =>
    server.address('JOBS', '', `${name}:${password}@`)

  test.each<[string, () => string, RegExp]>([
    [
      'nobody listens',
      () => 'nats://127.0.0.1:1/JOBS',
      /^nats:\/\/127.0.0.1:1\/JOBS: connection refused/,
    ],
    [
      'a wrong password',
      () => user('all', 'wrong'),
      /JOBS: not let in: wrong or no user, password/,
    ],
    ['no password', () => server.address('JOBS'), /JOBS: not let in/],
    ['nothing is allowed', () => user('nobody'), /JOBS: not allowed to publish to "\$JS.API.INFO"/],
    ['a server without streams', () => bare.address('JOBS'), /JOBS: the server keeps no streams/],
  ])('%s', async (_, address, fact) => {
    for (const [job, code] of [
      [work, 4],
      [jobs, 4],
      [split, 5],
    ] as const) {
      const [found, text] = await faultOf(job(address()))
      expect(text).toMatch(fact)
      expect(text).not.toContain('secret')
      expect(text).not.toContain('wrong@')
      expect(found).toBe(code)
    }
  })

  test('a stream that is not there', async () => {
    const address = server.address('NONE', '', 'all:secret@')
    for (const job of [work, jobs]) {
      const [code, text] = await faultOf(job(address))
      expect([code, text]).toEqual([
        4,
        `nats://***@127.0.0.1:${server.port}/NONE: no stream NONE: cosax split --to nats://***@127.0.0.1:${server.port}/NONE makes it`,
      ])
    }
    await split(address) // it would be made
  })

  test('a worker that may say nothing of its parts takes none', async () => {
    const [code, text] = await faultOf(work(user('reader')))
    expect(text).toMatch(/JOBS: not allowed to publish to "cosax.jobs.JOBS.state/)
    expect(code).toBe(4)
    expect(await cluster.work(PLAN)).toMatchObject({ done: 3, failed: 0 })
  })

  test('who may only read sees the parts', async () => {
    const listing = await Listing.open(parseNats(user('reader')))
    await listing.look()
    expect(listing.counts).toMatchObject({ done: 3 })
    await listing.close()
  })
})
