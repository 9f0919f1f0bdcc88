// What goes wrong with a part, or around it: one error each, nothing half written, and the other parts are done.

import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { InputError, OutputError, StageError, UsageError } from '../../src/core/errors.ts'
import { Listing } from '../../src/jobs/listing.ts'
import { partSubject } from '../../src/jobs/names.ts'
import { insistOnRoom } from '../../src/jobs/put.ts'
import type { RunPart } from '../../src/jobs/run-part.ts'
import { parseNats } from '../../src/nats/address.ts'
import { connectNats } from '../../src/nats/connect.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { Part } from '../../src/split/part.ts'
import { eventually } from '../eventually.ts'
import { NatsServer, withNats } from '../nats-server.ts'
import { Cluster, runHere } from './cluster.ts'

const PLAN: Plan = { inputs: [], record: 'bus', pipeline: { stages: [] } }
const RECORDS = Array.from({ length: 300 }, (_, n) => `<bus><id>${n}</id></bus>\n`)
const XML = `<buses>${RECORDS.join('')}</buses>`

withNats(() => {
  let server: NatsServer
  let cluster: Cluster
  let count = 0
  beforeAll(async () => {
    server = await NatsServer.start()
  })
  afterAll(() => server.stop())
  beforeEach(() => {
    cluster = clusterWith('lease=1&tries=2')
  })
  afterEach(() => cluster.remove())

  function clusterWith(parameters: string): Cluster {
    return new Cluster(server.address(`JOBS${++count}`, parameters))
  }

  async function put(parts = 6): Promise<Part[]> {
    return cluster.put({ ...PLAN, inputs: [cluster.write('in.xml', XML)] }, { parts })
  }

  async function whole(): Promise<string> {
    return cluster.whole({ ...PLAN, inputs: [cluster.path('in.xml')] })
  }

  /** What is known of the parts. */
  async function listed() {
    const listing = await Listing.open(parseNats(cluster.address, ['lease', 'tries']))
    try {
      await listing.look()
      return { parts: listing.parts, counts: listing.counts }
    } finally {
      await listing.close()
    }
  }

  /** Puts a message into the stream as anybody may who is let in. */
  async function send(id: string, message: unknown): Promise<void> {
    const address = parseNats(cluster.address, ['lease', 'tries'])
    const connected = await connectNats(address)
    const line = typeof message === 'string' ? message : JSON.stringify(message)
    await connected.jetstream.publish(partSubject(address.stream, id), line)
    await connected.close()
  }

  /** Fails on one part. */
  function failingOn(number: number, times: number): RunPart & { calls: number } {
    const run: RunPart = (plan, part, running) => {
      if (part.part !== number) return runHere(plan, part, running)
      failing.calls++
      return failing.calls > times
        ? runHere(plan, part, running)
        : Promise.reject(new StageError(`no ${failing.calls}`))
    }
    const failing = Object.assign(run, { calls: 0 })
    return failing
  }

  describe('a split that is run again', () => {
    test('adds nothing, also after the parts are done', async () => {
      const parts = await put()
      expect(await cluster.putAgain(parts)).toBe(0)
      await cluster.work(PLAN)
      expect(await cluster.putAgain(parts)).toBe(0)
      expect(await cluster.work(PLAN)).toMatchObject({ done: 0, failed: 0 })
    })

    test('of another file is refused', async () => {
      await put()
      const other = { ...PLAN, inputs: [cluster.write('other.xml', XML)] }
      await expect(cluster.put(other, { parts: 3 })).rejects.toThrow(
        /holds the parts of another manifest/,
      )
    })

    test('into a stream of something else is refused before the file is read', async () => {
      const address = parseNats(server.address(`OTHER${++count}`))
      const connected = await connectNats(address)
      await connected.manager.streams.add({ name: address.stream, subjects: [`x${count}`] })
      await connected.close()
      const refused = insistOnRoom(address)
      await expect(refused).rejects.toThrow(OutputError)
      await expect(refused).rejects.toThrow(/holds no jobs/)
      const at = new Cluster(server.address(address.stream))
      const worker = at.work(PLAN)
      await expect(worker).rejects.toThrow(InputError)
      await expect(worker).rejects.toThrow(/holds no jobs: cosax split makes such a stream/)
      at.remove()
    })
  })

  describe('a part that fails', () => {
    test('is tried again', async () => {
      await put()
      const run = failingOn(2, 1)
      expect(await cluster.work(PLAN, { run })).toMatchObject({ done: 6, failed: 0 })
      expect(run.calls).toBe(2)
      expect(cluster.said).toEqual(['part 2: no 1'])
      expect(cluster.joined()).toBe(await whole())
      const { parts, counts } = await listed()
      expect(counts).toEqual({ parts: 6, waiting: 0, running: 0, done: 6, failed: 0, missing: 0 })
      expect(parts[1]).toMatchObject({ part: 2, state: 'done', tries: 2, deliveries: 2 })
    })

    test('has failed after so many tries, with its last error, and can be tried anew', async () => {
      await put()
      const run = failingOn(2, 2)
      const failures: unknown[] = []
      const onFailed = (error: unknown) => failures.push(error)
      expect(await cluster.work(PLAN, { run, onFailed })).toMatchObject({ done: 5, failed: 1 })
      expect(failures).toEqual([new StageError('no 2')])
      const { parts, counts } = await listed()
      expect(counts).toMatchObject({ waiting: 0, running: 0, done: 5, failed: 1 })
      expect(parts[1]).toMatchObject({ part: 2, state: 'failed', error: 'no 2', tries: 2 })
      expect(await cluster.work(PLAN, { run })).toMatchObject({ done: 0, failed: 0 })
      const listing = await Listing.open(parseNats(cluster.address, ['lease', 'tries']))
      await listing.look()
      expect(await listing.retry()).toBe(1)
      await listing.look()
      expect(listing.counts).toMatchObject({ waiting: 1, failed: 0, done: 5 })
      await listing.close()
      expect(await cluster.work(PLAN, { run })).toMatchObject({ done: 1, failed: 0 })
      expect(cluster.joined()).toBe(await whole())
    })

    test('where its worker ends each time without a word: it has failed too', async () => {
      await put(1)
      const forever: RunPart = (_, __, { signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      for (let times = 0; times < 2; times++) {
        const dying = silenced()
        const worker = cluster.work(PLAN, { run: forever, ...dying.working })
        await eventually(async () => expect((await listed()).parts[0]?.tries).toBe(times + 1))
        worker.catch(() => {}) // looked at when the server is back
        await dying.kill()
        await expect(worker).rejects.toThrow('killed')
      }
      const { failed } = await cluster.work(PLAN)
      expect(failed).toBe(1)
      expect((await listed()).parts[0]?.error).toMatch(/^the worker on .* ended without a word$/)
    })

    /** A worker whose connection is cut as if its machine were. */
    function silenced() {
      const controller = new AbortController()
      return {
        working: { signal: controller.signal },
        async kill() {
          // the part is given back only where there is a connection
          await server.kill()
          controller.abort(new Error('killed'))
          await pause(400)
          await server.startAgain()
        },
      }
    }
  })

  describe('a file', () => {
    test('that is not here: others may have it, the error is kept, in the end the part has failed', async () => {
      cluster.remove()
      cluster = clusterWith('lease=1&tries=1')
      await put(1)
      const elsewhere = cluster.path('elsewhere')
      mkdirSync(elsewhere)
      const { failed } = await cluster.work(PLAN, { folder: elsewhere })
      expect(failed).toBe(1)
      const { parts } = await listed()
      expect(parts[0]).toMatchObject({ state: 'failed', tries: 0, deliveries: 4 })
      expect(parts[0]?.error).toMatch(
        /is not in .*elsewhere: --from DIR names where files are read/,
      )
    })

    test('that one worker has and another has not is read by the one', async () => {
      const parts = (await put()).map((part) => ({ ...part, file: 'in.xml' }))
      cluster.remove()
      cluster = clusterWith('lease=1')
      cluster.write('in.xml', XML)
      const { identity } = parts[0] as Part
      utimesSync(cluster.path('in.xml'), new Date(identity.mtime), new Date(identity.mtime))
      await cluster.putAgain(parts)
      mkdirSync(cluster.path('empty'))
      const [without, having] = await Promise.all([
        cluster.work(PLAN, { folder: cluster.path('empty') }),
        pause(300).then(() => cluster.work(PLAN)),
      ])
      expect([without?.done, without?.failed]).toEqual([0, 0])
      expect([having?.done, having?.failed]).toEqual([6, 0])
      expect(cluster.said[0]).toMatch(/^part 1: .*empty\/in\.xml: no such file or directory$/)
      expect(cluster.joined()).toBe(await whole())
    })

    test('that has changed since is not read', async () => {
      cluster.remove()
      cluster = clusterWith('lease=1&tries=1')
      await put(1)
      cluster.write('in.xml', XML.replace('299', '298'))
      const failures: unknown[] = []
      await cluster.work(PLAN, { onFailed: (error) => failures.push(error) })
      expect(failures[0]).toBeInstanceOf(InputError)
      expect((await listed()).parts[0]?.error).toMatch(/has changed since it was split/)
      expect(existsSync(cluster.path('out'))).toBe(false)
    })
  })

  describe('a message that somebody else has sent', () => {
    test.each<[string, (part: Part) => unknown, RegExp]>([
      ['no JSON', () => 'rm -rf /', /no JSON, as cosax split writes it/],
      ['a newer version', (part) => ({ ...part, version: 2 }), /version 2 is of a newer cosax/],
      ['an unknown key', (part) => ({ ...part, plan: {} }), /part: unknown key "plan"/],
      ['another id', (part) => ({ ...part, id: 'aaaaaaaaaaaa-1' }), /part.id: expected /],
      ['an id that is a path', (part) => ({ ...part, id: '../../x' }), /expected the id of a part/],
      [
        'a place behind the file',
        (part) => ({ ...part, to: { ...part.to, offset: 1e12 } }),
        /expected a part of/,
      ],
      [
        'members behind the file',
        (part) => ({ ...part, members: { from: 0, to: 1e12, offset: 0, size: part.to.offset } }),
        /expected members in /,
      ],
      [
        'members behind the part',
        (part) => ({ ...part, members: { from: 0, to: 1, offset: 1, size: part.to.offset } }),
        /expected members from before the part on/,
      ],
    ])('%s: that part fails at once, with the reason', async (_, change, reason) => {
      const [part] = await put(1)
      await cluster.work(PLAN)
      const id = '0123456789ab-7'
      await send(id, change({ ...(part as Part), id, part: 1 }))
      expect(await cluster.work(PLAN)).toMatchObject({ done: 0, failed: 1 })
      const failed = (await listed()).parts.find((each) => each.id === id)
      expect(failed?.error).toMatch(reason)
      expect(readdirSync(cluster.path('out')).length).toBe(1)
    })

    test('that names what this worker does not read is not read', async () => {
      cluster.remove()
      cluster = clusterWith('lease=1&tries=1')
      const [part] = await put(1)
      await cluster.work(PLAN)
      symlinkSync('/etc/passwd', cluster.path('link'))
      const of = (change: Partial<Part>) => ({ ...(part as Part), ...change, parts: 9 })
      const parsing = (more: Part['parsing']) => of({ parsing: { ...part?.parsing, ...more } })
      const messages: [Part, RegExp][] = [
        [of({ file: '/etc/passwd' }), /^\/etc\/passwd: is not in /],
        [of({ file: '../../../etc/passwd' }), /is not in /],
        [of({ file: 'link' }), /^link: is not in /],
        [parsing({ dtd: ['/etc/passwd'] }), /is not in /],
        [parsing({ limits: { expansion: 1e15 } }), /raises a limit to 1000000000000000: give the/],
      ]
      for (const [i, [message]] of messages.entries()) {
        const id = `0123456789ab-${i + 1}`
        await send(id, { ...message, id, part: i + 1 })
      }
      const to = [cluster.path('other/{part}.jsonl')]
      const plan = { ...PLAN, pipeline: { stages: [], to } }
      const workers = await Promise.all(messages.map(() => cluster.work(plan)))
      expect(workers.reduce((sum, { failed }) => sum + failed, 0)).toBe(messages.length)
      const { parts } = await listed()
      for (const [i, [, reason]] of messages.entries()) {
        expect(parts.find(({ id }) => id === `0123456789ab-${i + 1}`)?.error).toMatch(reason)
      }
      expect(JSON.stringify(parts)).not.toContain('root:')
      expect(existsSync(cluster.path('other'))).toBe(false)
    })
  })

  describe('a command line that is none for parts', () => {
    test.each<[string, Plan, RegExp]>([
      [
        'one file for all',
        { ...PLAN, pipeline: { stages: [], to: ['all.jsonl'] } },
        /put \{part\}/,
      ],
      ['stdout', { ...PLAN, pipeline: { stages: [], to: ['-'] } }, /would be written twice/],
      [
        'another pattern',
        { ...PLAN, record: 'tram' },
        /--record: the manifest was made with "bus"/,
      ],
    ])('%s: the worker ends, no part has lost a try', async (_, plan, reason) => {
      await put()
      const worker = cluster.work(plan)
      await expect(worker).rejects.toThrow(UsageError)
      await expect(worker).rejects.toThrow(reason)
      expect(await cluster.work(PLAN)).toMatchObject({ done: 6, failed: 0 })
      expect((await listed()).parts.map(({ tries }) => tries)).toEqual([1, 1, 1, 1, 1, 1])
    })
  })
})
