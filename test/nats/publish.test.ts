import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { run } from '../../src/checkpoint/run.ts'
import { OutputError, UsageError } from '../../src/core/errors.ts'
import { parseNats } from '../../src/nats/address.ts'
import { connectNats } from '../../src/nats/connect.ts'
import { explain } from '../../src/plan/explain.ts'
import type { Pipeline, Plan } from '../../src/plan/plan.ts'
import { stageNamed } from '../../src/plan/stages.ts'
import { eventually } from '../eventually.ts'
import { NatsServer, withNats } from '../nats-server.ts'
import { messagesOf } from './messages.ts'

const BUSES = 'fixtures/buses.xml'
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-publish-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

withNats(() => {
  let server: NatsServer
  let streams = 0
  beforeAll(async () => {
    server = await NatsServer.start()
  })

  /** The address of a stream that is not there yet. */
  function fresh(parameters = ''): string {
    const name = `S${++streams}`
    return server.address(name, `subject=${name}.{route}&create=true${parameters}`)
  }

  async function send(to: string, plan: Partial<Plan> = {}, stages: Pipeline['stages'] = []) {
    const warnings: string[] = []
    const report = await run(
      { inputs: [BUSES], record: 'bus', ...plan, pipeline: { stages, to: [to] } },
      { onWarning: (message) => warnings.push(message) },
    )
    return { report, warnings, messages: await messagesOf(to.replace(/\?.*/, '')) }
  }

  async function recordsOf(plan: Partial<Plan> = {}, stages: Pipeline['stages'] = []) {
    const to = join(folder, 'plain.jsonl')
    await run({ inputs: [BUSES], record: 'bus', ...plan, pipeline: { stages, to: [to] } })
    return readFileSync(to, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  }

  test('every record is a message, in order, under its subject', async () => {
    const { report, messages } = await send(fresh())
    const records = await recordsOf()
    expect(report).toMatchObject({ records: 863, written: 863 })
    expect(messages.map(({ record }) => record)).toEqual(records)
    expect(messages.map(({ subject }) => subject.replace(/.*\./, ''))).toEqual(
      records.map(({ route }) => route),
    )
    expect(new Set(messages.map(({ id }) => id)).size).toBe(863)
  })

  test('the same run again doubles nothing, and says so; another run is another', async () => {
    const to = fresh()
    await send(to)
    const again = await send(to)
    expect(again.messages).toHaveLength(863)
    expect(again.warnings).toContain(`${to}: 863 of 863 messages were there already, by their ids`)
    const other = await send(to, {}, [
      { stage: 'select', argument: [{ name: 'id', field: ['id'] }] },
    ])
    expect(other.messages).toHaveLength(2 * 863)
  })

  test.each<[string, Partial<Plan>]>([
    ['sax', { engine: 'sax' }],
    ['kernel', { engine: 'kernel' }],
    ['a mapping', { mapping: { types: 'auto' } }],
    ['names', { withName: 'kind' }],
    ['sources', { withSource: 'from' }],
  ])('by %s each record has the id of its place', async (_, plan) => {
    const { messages } = await send(fresh(), plan)
    const places = (await recordsOf({ withSource: 'from' })).map(({ from }) => from.offset)
    expect(messages.map(({ id }) => Number(id.replace(/.*:/, '')))).toEqual(places)
    expect(messages.map(({ record }) => record)).toEqual(await recordsOf(plan))
  })

  test('lines of JSON and rows of documents have places too', async () => {
    const lines = join(folder, 'lines.jsonl')
    writeFileSync(lines, '{"route":"1"}\n\n{"route":"2"}\n')
    const { messages } = await send(fresh(), {
      inputs: [lines],
      records: true,
      record: undefined as never,
    })
    expect(messages.map(({ id }) => id.replace(/.*:/, ''))).toEqual(['0', '15'])
    const row = join(folder, 'row.xml')
    writeFileSync(row, '<bus><route>1</route></bus>\n<bus><route>2</route></bus>')
    const rows = await send(fresh(), { inputs: [row], fragments: true })
    expect(rows.messages.map(({ id }) => id.replace(/.*:/, ''))).toEqual(['0', '28'])
  })

  test('records that come of one have its place and a number', async () => {
    const stage = { stage: 'explode', argument: ['stop'] }
    const file = join(folder, 'stops.xml')
    writeFileSync(file, '<r><bus><stop>a</stop><stop>b</stop></bus><bus><stop>c</stop></bus></r>')
    const to = fresh()
    const { messages } = await send(to, { inputs: [file] }, [stage])
    expect(messages.map(({ id }) => id.replace(/.*:/, ''))).toEqual(['3', '3.1', '42'])
    expect((await send(to, { inputs: [file] }, [stage])).messages).toHaveLength(3)
  })

  test.each<[string, Pipeline['stages']]>([
    ['sort', [{ stage: 'sort', argument: stageNamed('sort').parse('id') }]],
    ['count', [{ stage: 'count', argument: null }]],
    ['count-by', [{ stage: 'count-by', argument: [['route']] }]],
    ['head', [{ stage: 'head', argument: 5 }]],
    ['tail', [{ stage: 'tail', argument: 5 }]],
  ])('what --%s sends is as in a file, and doubles nothing', async (_, stages) => {
    const to = fresh()
    const { messages } = await send(to, {}, stages)
    expect(messages.map(({ record }) => record)).toEqual(await recordsOf({}, stages))
    expect((await send(to, {}, stages)).messages).toHaveLength(messages.length)
  })

  test('what comes back from a command is numbered: nothing is lost', async () => {
    const to = fresh()
    const stages = [{ stage: 'pipe', argument: 'cat' }]
    expect((await send(to, {}, stages)).messages).toHaveLength(863)
    expect((await send(to, {}, stages)).messages).toHaveLength(2 * 863)
  })

  test('an input that is read twice is sent twice', async () => {
    expect((await send(fresh(), { inputs: [BUSES, BUSES] })).messages).toHaveLength(2 * 863)
  })

  test('branches and --tee send to one stream', async () => {
    const to = fresh()
    const plan: Plan = {
      inputs: [BUSES],
      record: 'bus',
      pipeline: {
        stages: [{ stage: 'tee', argument: to }],
        branches: [
          { stages: [], to: [to] },
          { stages: [{ stage: 'head', argument: 3 }], to: [to] },
        ],
      },
    }
    await run(plan)
    expect(await messagesOf(to.replace(/\?.*/, ''))).toHaveLength(2 * 863 + 3)
    await run(plan)
    expect(await messagesOf(to.replace(/\?.*/, ''))).toHaveLength(2 * 863 + 3)
  })

  test('several threads are not asked for', async () => {
    const report = await run(
      { inputs: [BUSES], record: 'bus', pipeline: { stages: [], to: [fresh()] } },
      { jobs: 2, cutting: { smallest: 1, document: 1 } },
    )
    expect(report.parts).toBeUndefined()
  })

  test('a stream has one subject that need not be named', async () => {
    const { manager, close } = await connectNats(parseNats(server.address('X')))
    await manager.streams.add({ name: 'ONE', subjects: ['one.{x}'] })
    await manager.streams.add({ name: 'MANY', subjects: ['many.>'] })
    await close()
    const { messages } = await send(server.address('ONE'), {}, [{ stage: 'head', argument: 1 }])
    expect(messages).toMatchObject([{ subject: 'one.{x}' }])
    await expect(send(server.address('MANY'))).rejects.toThrow(
      new OutputError(
        `${server.address('MANY')}: expected subject=…, as the stream takes "many.>"`,
      ),
    )
    const other = server.address('MANY', 'subject=one.{x}')
    await expect(send(other)).rejects.toThrow(
      /: fixtures\/buses.xml: record 1, at byte \d+: the stream takes no subject "one._missing", but "many.>"$/,
    )
    const stranger = server.address('MANY', 'subject=nobodys')
    await expect(send(stranger)).rejects.toThrow(
      /record 1, at byte \d+: the stream takes no subject "nobodys", but "many.>"$/,
    )
  })

  test('a stream that nobody made is made, or the way to make it is named', async () => {
    const to = server.address('NONE', 'subject=none.{route}')
    await expect(send(to)).rejects.toThrow(
      new OutputError(
        `${to}: the server has no such stream: create=true makes it, or nats stream add NONE --subjects 'none.*' --defaults`,
      ),
    )
  })

  test('a stream that is full ends the run, which names the record', async () => {
    const { manager, close } = await connectNats(parseNats(server.address('X')))
    await manager.streams.add({
      name: 'FULL',
      subjects: ['full'],
      max_msgs: 10,
      discard: 'new' as never,
    })
    await close()
    await expect(send(server.address('FULL'))).rejects.toThrow(
      /FULL: fixtures\/buses.xml: record 11, at byte \d+: not taken: maximum messages exceeded$/,
    )
    expect(await messagesOf(server.address('FULL'))).toHaveLength(10)
  })

  test('a record that is larger than a message may be ends the run, which names it', async () => {
    const file = join(folder, 'large.xml')
    writeFileSync(file, `<r><bus>small</bus><bus>${'x'.repeat(1024 * 1024)}</bus></r>`)
    const to = fresh()
    await expect(send(to, { inputs: [file] })).rejects.toThrow(
      /large.xml: record 2, at byte 19: a message of 1048578 bytes, and 1048576 is the most that it takes$/,
    )
    expect(await messagesOf(to.replace(/\?.*/, ''))).toHaveLength(1)
  })

  test('what may not be published is named', async () => {
    const guarded = await NatsServer.start({
      config: `authorization { users: [{ user: me, password: secret, permissions: { publish: ["$JS.API.>"] } }] }`,
    })
    const to = guarded.address('S', 'subject=s.{route}&create=true', 'me:secret@')
    const failing = send(to)
    await expect(failing).rejects.toThrow(/: not allowed to publish to "s\.\d+"$/)
    await expect(failing).rejects.not.toThrow(/secret/)
  })

  test('a plan is refused that means nothing there', async () => {
    const refused = (pipeline: Pipeline) => () =>
      explain({ inputs: [BUSES], record: 'bus', pipeline })
    const to = ['nats://me:secret@h/S']
    const shown = 'nats://***@h/S'
    expect(refused({ stages: [], to, writing: { format: 'csv' } })).toThrow(
      new UsageError(`${shown}: a message is a line of JSON: expected no --format`),
    )
    expect(refused({ stages: [], to, writing: { append: true } })).toThrow(
      '--append: expected --to',
    )
    expect(refused({ stages: [], to, writing: { rotate: { records: 1 } } })).toThrow('--rotate')
    expect(refused({ stages: [], to: [`${to}?window=0`] })).toThrow(
      new UsageError(`${shown}?window=0: window: expected a number from 1 to 100000, found "0"`),
    )
    expect(refused({ stages: [], to: [`${to}?subject=a b`] })).toThrow(
      new UsageError(`${shown}?subject=a b: subject=a b: "a b" is no word of a subject`),
    )
    expect(refused({ stages: [], to })()).toMatch(/write messages to nats:\/\/\*\*\*@h\/S/)
    expect(refused({ stages: [], to })()).not.toMatch(/secret/)
  })

  describe('a server that is killed and started again in mid-run', () => {
    test('loses nothing, and nothing is doubled', async () => {
      const own = await NatsServer.start()
      const file = join(folder, 'many.xml')
      const count = 20_000
      writeFileSync(
        file,
        `<r>${Array.from({ length: count }, (_, i) => `<bus><id>${i}</id></bus>`).join('')}</r>`,
      )
      const to = own.address('S', 'subject=s&create=true&window=500')
      const watcher = await connectNats(parseNats(own.address('S')))
      onTestFinished(() => watcher.close())
      const state = async () => {
        const info = await watcher.manager.streams.info('S').catch(() => undefined)
        return info?.state.messages ?? 0
      }
      const running = run({ inputs: [file], record: 'bus', pipeline: { stages: [], to: [to] } })
      running.catch(() => {})
      for (const part of [0.1, 0.4, 0.7]) {
        await eventually(async () => expect(await state()).toBeGreaterThan(part * count))
        await own.kill()
        await own.startAgain()
      }
      expect(await running).toMatchObject({ written: count })
      const ids = (await messagesOf(own.address('S'))).map(({ record }) =>
        Number((record as { id: string }).id),
      )
      expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
    })

    test('is waited for no longer than was said', async () => {
      const own = await NatsServer.start()
      const to = own.address('S', 'subject=s&create=true&wait=1&window=1')
      const running = run({ inputs: [BUSES], record: 'bus', pipeline: { stages: [], to: [to] } })
      running.catch(() => {})
      await eventually(() => expect(own.log).toMatch(/Server is ready/))
      await own.kill()
      await expect(running).rejects.toThrow(
        /^nats:[^ ]+: (?:no connection for 1 seconds|connection refused)/,
      )
    })
  })
})
