// Workers that send records to a stream: a part that is read twice is there once.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { MAKING } from '../../src/jobs/names.ts'
import { parseNats } from '../../src/nats/address.ts'
import { connectNats } from '../../src/nats/connect.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { runPart } from '../../src/split/run-part.ts'
import { NatsServer, withNats } from '../nats-server.ts'
import { Cluster } from './cluster.ts'

const PLAN: Plan = { inputs: [], record: 'bus', pipeline: { stages: [] } }
const RECORDS = 200

withNats(() => {
  let server: NatsServer
  let cluster: Cluster
  beforeAll(async () => {
    server = await NatsServer.start()
    cluster = new Cluster(server.address('JOBS'))
  })
  afterAll(async () => {
    cluster.remove()
    await server.stop()
  })

  test('records of parts are each in the stream, also when a part is read again', async () => {
    const records = Array.from({ length: RECORDS }, (_, n) => `<bus><id>${n}</id></bus>`)
    const inputs = [cluster.write('in.xml', `<buses>${records.join('\n')}</buses>`)]
    const parts = await cluster.put({ ...PLAN, inputs }, { parts: 5 })
    const to = [server.address('OUT', 'subject=out.{id}&create=true')]
    const plan = { ...PLAN, inputs, pipeline: { stages: [], to } }
    const workers = await Promise.all([cluster.work(plan), cluster.work(plan)])
    expect(workers.reduce((sum, { done }) => sum + done, 0)).toBe(parts.length)
    for (const part of parts.slice(1, 3)) await runPart(plan, part, {}) // as after a lease that was lost
    const connected = await connectNats(parseNats(cluster.address, MAKING))
    const all = { subjects_filter: 'out.*' }
    const { state } = await connected.manager.streams.info('OUT', all)
    await connected.close()
    expect(state.messages).toBe(RECORDS)
    expect(Object.keys(state.subjects ?? {}).length).toBe(RECORDS)
  })
})
