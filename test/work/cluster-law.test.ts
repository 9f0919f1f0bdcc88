// What a cluster writes is, part by part, what one process writes.

import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { run } from '../../src/plan/run.ts'
import { NatsServer, withNats } from '../nats-server.ts'
import { DTD, TRAPPED } from '../split/random-traps.ts'
import { Cluster } from './cluster.ts'

const ALL: Plan = { inputs: [], pipeline: { stages: [] } }

const pages = Array.from({ length: 400 }, (_, n) => {
  const inner = n % 3 === 0 ? `<page><id>${n}.1</id><page/></page>` : ''
  return `<page><id>${n}</id>${inner}<text>${'<!-- <page> -->é '.repeat(n % 9)}</text></page>\r\n`
})
const named = Array.from(
  { length: 400 },
  (_, n) => `<g:bus p:id="${n}"><id>${n}</id><p:x xmlns:p="urn:other"/></g:bus>`,
)
const SUBSET = '<!DOCTYPE a [<!ENTITY e "&#38;#38;"><!ENTITY b "<bus><id>7</id></bus>">]>'
const entities = Array.from({ length: 400 }, (_, n) => `<bus k="&e;"><id>${n}</id>&b;</bus>&b;`)

/** Of each document: what its inputs hold, and the plan. */
const DOCUMENTS: [name: string, texts: () => string[], plan: Plan][] = [
  [
    'buses',
    () => [readFileSync('fixtures/buses.xml', 'utf8')],
    {
      ...ALL,
      record: 'bus',
      pipeline: { stages: [{ stage: 'where', argument: 'number(id) % 3 != 1' }] },
    },
  ],
  ['pages', () => [`<all>${pages.join('')}</all>`], { ...ALL, record: 'page', withSource: 'at' }],
  [
    'namespaces on the root',
    () => [`<all xmlns="urn:all" xmlns:g="urn:g" xmlns:p="urn:p">${named.join('\n')}</all>`],
    { ...ALL, record: '{urn:g}bus' },
  ],
  ['entities in the subset', () => [`${SUBSET}<a>${entities.join('')}</a>`], ALL],
  ['traps', () => fc.sample(TRAPPED, { numRuns: 8, seed: 7 }), ALL],
]

withNats(() => {
  let server: NatsServer
  beforeAll(async () => {
    server = await NatsServer.start()
  })
  afterAll(() => server.stop())

  test.each([1, 3, 8])('%i workers', async (workers) => {
    await Promise.all(
      DOCUMENTS.map(async ([name, texts, asked], i) => {
        const cluster = new Cluster(server.address(`JOBS${workers}-${i}`))
        try {
          const dtd = name === 'traps' ? { dtd: [cluster.write('far.dtd', DTD)] } : {}
          const files = texts().map((text, n) => cluster.write(`${n}.xml`, text))
          const inputs = files.filter(await wellFormed({ ...asked, ...dtd }, files))
          const plan = { ...asked, inputs, ...dtd }
          const parts = await cluster.put(plan, { parts: Math.max(12, 2 * inputs.length) })
          expect(parts.length, name).toBeGreaterThan(10)
          const worked = await Promise.all(
            Array.from({ length: workers }, () => cluster.work(asked)),
          )
          expect(cluster.said).toEqual([])
          expect(worked.reduce((sum, { done }) => sum + done, 0)).toBe(parts.length)
          expect(cluster.joined(), name).toBe(await cluster.whole(plan))
          expect(readdirSync(cluster.path('out')).length).toBe(parts.length)
        } finally {
          cluster.remove()
        }
      }),
    )
  })
})

async function wellFormed(plan: Plan, files: string[]): Promise<(file: string) => boolean> {
  const pipeline = { stages: [{ stage: 'count', argument: null }], to: ['/dev/null'] }
  const runs = files.map((file) => run({ ...plan, inputs: [file], pipeline }))
  const outcomes = await Promise.allSettled(runs)
  const good = new Set(files.filter((_, i) => outcomes[i]?.status === 'fulfilled'))
  return (file) => good.has(file)
}
