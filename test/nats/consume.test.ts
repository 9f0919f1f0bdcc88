import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../src/checkpoint/run.ts'
import { InputError, StageError } from '../../src/core/errors.ts'
import { parseNats } from '../../src/nats/address.ts'
import { type Connected, connectNats } from '../../src/nats/connect.ts'
import type { Pipeline, Plan } from '../../src/plan/plan.ts'
import { stageNamed } from '../../src/plan/stages.ts'
import { eventually } from '../eventually.ts'
import { NatsServer, withNats } from '../nats-server.ts'
import { messagesOf } from './messages.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-consume-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

withNats(() => {
  let server: NatsServer
  let client: Connected
  let count = 0
  beforeAll(async () => {
    server = await NatsServer.start()
    client = await connectNats(parseNats(server.address('X')))
    return () => client.close()
  })

  /** The name of a new stream with these messages. */
  async function streamOf(messages: readonly string[]): Promise<string> {
    const name = `S${++count}`
    await client.manager.streams.add({ name, subjects: [`${name}.>`] })
    await Promise.all(
      messages.map((text, i) =>
        client.jetstream.publish(`${name}.${i % 2 ? 'odd' : 'even'}`, text),
      ),
    )
    return name
  }

  const numbers = (length: number) => Array.from({ length }, (_, i) => `{"n":${i}}`)

  function input(name: string, parameters = ''): Omit<Plan, 'pipeline'> {
    return {
      inputs: [server.address(name, `consumer=c${parameters}`)],
      records: true,
      untilDrained: true,
    }
  }

  async function consume(
    plan: Partial<Plan>,
    stages: Pipeline['stages'] = [],
    to = join(folder, `out${++count}.jsonl`),
    checkpoint?: string,
  ) {
    const pipeline = { stages, to: [to], ...(!checkpoint && { writing: { append: true } }) }
    const report = await run(
      { inputs: [], ...plan, pipeline },
      checkpoint === undefined ? {} : { checkpoint },
    )
    return { report, text: readFileSync(to, 'utf8') }
  }

  test('records are those of the messages, in order, and are given once', async () => {
    const name = await streamOf(numbers(1200))
    const { report, text } = await consume(input(name))
    expect(text).toBe(`${numbers(1200).join('\n')}\n`)
    expect(report).toMatchObject({ records: 1200, written: 1200 })
    expect((await consume(input(name))).text).toBe('')
    const { num_pending, num_ack_pending } = await client.manager.consumers.info(name, 'c')
    expect({ num_pending, num_ack_pending }).toEqual({ num_pending: 0, num_ack_pending: 0 })
  })

  test('each consumer gets all, and those that share one get a part each', async () => {
    const name = await streamOf(numbers(2000))
    const [a, b] = await Promise.all([
      consume(input(name, '&batch=50')),
      consume(input(name, '&batch=50')),
    ])
    const lines = `${a.text}${b.text}`.trim().split('\n')
    expect(lines.length).toBe(2000)
    expect(new Set(lines).size).toBe(2000)
    const other = { ...input(name), inputs: [server.address(name, 'consumer=other')] }
    expect((await consume(other)).report.records).toBe(2000)
  })

  test('a filter takes subjects, and is that of the consumer', async () => {
    const name = await streamOf(numbers(10))
    const { text } = await consume(input(name, `&filter=${name}.odd`))
    expect(text.match(/\d+/g)).toEqual(['1', '3', '5', '7', '9'])
    await expect(consume(input(name, `&filter=${name}.even`))).rejects.toThrow(
      `: the consumer c takes "${name}.odd", not "${name}.even"`,
    )
  })

  test('a checkpoint has a file of any format appear, whole', async () => {
    const name = await streamOf(numbers(2500))
    const to = join(folder, 'rows.csv')
    const checkpoint = join(folder, 'rows.checkpoint')
    const { text } = await consume(input(name), [], to, checkpoint)
    expect(text).toBe(`n\n${Array.from({ length: 2500 }, (_, i) => i).join('\n')}\n`)
    expect(() => readFileSync(checkpoint)).toThrow(/ENOENT/)
  })

  test('a checkpoint is of one consumer: one that was made anew is refused', async () => {
    const name = await streamOf(numbers(3))
    const to = join(folder, 'anew.jsonl')
    const checkpoint = join(folder, 'anew.checkpoint')
    const plan = { ...input(name), untilDrained: false }
    const pipeline = { stages: [], to: [to], writing: { append: true } }
    const running = async (until: number) => {
      const controller = new AbortController()
      const job = run({ ...plan, pipeline }, { checkpoint, signal: controller.signal })
      job.catch(() => {})
      const lines = () => readFileSync(to, 'utf8').split('\n').length - 1
      await Promise.race([job, eventually(() => expect(lines()).toBe(until))])
      controller.abort(new Error('enough'))
      await expect(job).rejects.toThrow('enough')
    }
    await running(3)
    await client.jetstream.publish(`${name}.even`, '{"n":3}')
    await running(4)
    expect(readFileSync(to, 'utf8')).toBe(`${numbers(4).join('\n')}\n`)
    await client.manager.consumers.delete(name, 'c')
    await expect(run({ ...plan, pipeline }, { checkpoint })).rejects.toThrow(
      /: the stream or the consumer was made anew since the checkpoint: remove that to begin anew$/,
    )
    expect(readFileSync(to, 'utf8')).toBe(`${numbers(4).join('\n')}\n`)
  })

  test('a message may be written on several lines, and what is in texts stays', async () => {
    const name = await streamOf(['{\n  "n": [1,\n 2]\r\n}', '{"text":"a\\nb"}'])
    const { text } = await consume(input(name), [
      { stage: 'set', argument: stageNamed('set').parse('x=1') },
    ])
    expect(text).toBe('{"n":[1,2],"x":1}\n{"text":"a\\nb","x":1}\n')
  })

  test('to another stream each message is sent once, whatever comes again', async () => {
    const name = await streamOf(numbers(300))
    const to = server.address(`T${name}`, 'create=true')
    await run({ ...input(name), pipeline: { stages: [], to: [to] } })
    const again = { ...input(name), inputs: [server.address(name, 'consumer=again')] }
    await run({ ...again, pipeline: { stages: [], to: [to] } })
    const found = await messagesOf(server.address(`T${name}`))
    expect(found.map(({ record }) => (record as { n: number }).n)).toEqual(
      Array.from({ length: 300 }, (_, n) => n),
    )
    expect(found[7]?.id).toMatch(/:8$/)
  })

  test('what is no JSON is put away after some deliveries, and the rest goes on', async () => {
    const name = await streamOf(['{"n":0}', '{"n":', '{"n":2}'])
    await client.manager.streams.add({ name: `DEAD${name}`, subjects: [`dead.${name}`] })
    const { text } = await consume(input(name, `&dead=dead.${name}&max-deliver=2`))
    expect(text).toBe('{"n":0}\n{"n":2}\n')
    const dead = await client.manager.streams.getMessage(`DEAD${name}`, { seq: 1 })
    expect(dead?.string()).toBe('{"n":')
    expect(
      Object.fromEntries([...(dead?.header ?? [])].map(([key, [value]]) => [key, value])),
    ).toMatchObject({
      'Cosax-Error': expect.stringMatching(/^message 2: .*JSON|^message 2: /),
      'Cosax-Stream': name,
      'Cosax-Sequence': '2',
      'Cosax-Subject': `${name}.odd`,
      'Cosax-Deliveries': '2',
    })
    expect((await client.manager.consumers.info(name, 'c')).num_ack_pending).toBe(0)
  })

  const failing = [
    {
      stage: 'map-js',
      argument: stageNamed('map-js').parse(
        '(record) => { if (record.n === 1) throw new Error("odd"); return record }',
      ),
    },
  ]

  test('a record that a stage refuses is put away too', async () => {
    const name = await streamOf(numbers(4))
    await client.manager.streams.add({ name: `DEAD${name}`, subjects: [`dead.${name}`] })
    const { text } = await consume(input(name, `&dead=dead.${name}&max-deliver=1`), failing)
    expect(text.match(/\d/g)).toEqual(['0', '2', '3'])
    const dead = await client.manager.streams.getMessage(`DEAD${name}`, { seq: 1 })
    expect(dead?.header.get('Cosax-Error')).toMatch(/odd/)
  })

  test('without a place for it one error names it, and what came before is done with', async () => {
    const name = await streamOf(['{"n":0}', '[', '{"n":2}'])
    const to = join(folder, 'before.jsonl')
    const broken = consume(input(name), [], to)
    await expect(broken).rejects.toThrow(InputError)
    await expect(broken).rejects.toThrow(/: message 2: .*: dead=SUBJECT puts such messages away$/)
    expect(readFileSync(to, 'utf8')).toBe('{"n":0}\n')
    const { ack_floor } = await client.manager.consumers.info(name, 'c')
    expect(ack_floor.stream_seq).toBe(1)
    const other = await streamOf(numbers(2))
    await expect(consume(input(other), failing)).rejects.toThrow(StageError)
    await expect(
      consume(input(await streamOf(['[']), '&dead=nobodys&max-deliver=1')),
    ).rejects.toThrow(/dead=nobodys: no stream keeps that subject$/)
  })

  test('--on-error skip leaves out what is no JSON', async () => {
    const name = await streamOf(['{"n":0}', '[', '{"n":2}'])
    const { report, text } = await consume({ ...input(name), onError: 'skip' })
    expect(text).toBe('{"n":0}\n{"n":2}\n')
    expect(report.bad).toBe(1)
  })

  test('--head takes what it wants and gives back the rest', async () => {
    const name = await streamOf(numbers(20))
    const { text } = await consume(input(name), [{ stage: 'head', argument: 3 }])
    expect(text.match(/\d+/g)).toEqual(['0', '1', '2'])
    expect((await consume(input(name))).report.records).toBe(17)
  })

  test('a slow stage keeps its messages: none comes twice', async () => {
    const name = await streamOf(numbers(60))
    const slow =
      '(record) => { const end = Date.now() + 40; while (Date.now() < end); return record }'
    const stages = [{ stage: 'map-js', argument: stageNamed('map-js').parse(slow) }]
    const [a, b] = await Promise.all([
      consume(input(name, '&ack-wait=1'), stages),
      consume(input(name, '&ack-wait=1')),
    ])
    expect(`${a.text}${b.text}`.trim().split('\n').length).toBe(60)
  })

  test('a signal ends it when what was taken is safe', async () => {
    const name = await streamOf(numbers(50))
    const to = join(folder, 'signal.jsonl')
    const controller = new AbortController()
    const running = run(
      {
        ...input(name),
        untilDrained: false,
        inputs: [server.address(name, 'consumer=c')],
        pipeline: { stages: [], to: [to], writing: { append: true } },
      },
      { signal: controller.signal },
    )
    running.catch(() => {})
    await eventually(() => expect(readFileSync(to, 'utf8').split('\n').length).toBe(51))
    controller.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
    expect((await consume(input(name))).text).toBe('')
  })

  test.each<[string, Partial<Plan>, Partial<Pipeline>, RegExp]>([
    [
      'another input',
      { inputs: ['nats://u:secret@h/S?consumer=c', 'b'] },
      {},
      /expected no other input/,
    ],
    ['no --records', { records: false }, {}, /a stream has records: expected --records/],
    ['--follow', { follow: true }, {}, /expected no --follow/],
    ['--count', {}, { stages: [{ stage: 'count', argument: null }] }, /--count holds records/],
    [
      '--sort',
      {},
      { stages: [{ stage: 'sort', argument: stageNamed('sort').parse('n') }] },
      /--sort holds records/,
    ],
    [
      'a branch that counts',
      {},
      { branches: [{ stages: [{ stage: 'count', argument: null }] }] },
      /--count holds/,
    ],
    ['--pipe', {}, { stages: [{ stage: 'pipe', argument: 'cat' }] }, /--pipe holds records/],
    ['a file', {}, { to: ['x.jsonl'] }, /^x.jsonl: a file appears when a run has ended: --append/],
    [
      '--tee to a file',
      {},
      { stages: [{ stage: 'tee', argument: 'x.jsonl' }] },
      /^x.jsonl: a file appears/,
    ],
    [
      'a compressed file',
      {},
      { to: ['x.gz'], writing: { append: true } },
      /^x.gz: .*--checkpoint FILE$/,
    ],
    ['a command', {}, { to: ['exec:cat'] }, /^exec:cat: nobody says/],
    ['a quarantine', { onError: { quarantine: 'q' } }, {}, /dead=SUBJECT/],
    ['no consumer', { inputs: ['nats://h/S'] }, {}, /expected \?consumer=NAME/],
    [
      'a bad number',
      { inputs: ['nats://h/S?consumer=c&batch=0'] },
      {},
      /batch: expected a number from 1 to 10000, found "0"/,
    ],
    [
      'a bad subject',
      { inputs: ['nats://h/S?consumer=c&dead=a b'] },
      {},
      /dead=a b: "a b" is no word of a subject/,
    ],
  ])('%s is refused before anything is read', async (_, plan, pipeline, message) => {
    const asked = {
      ...{ inputs: ['nats://h/S?consumer=c'], records: true },
      ...plan,
      pipeline: { stages: [], ...pipeline },
    }
    const refused = run(asked)
    await expect(refused).rejects.toThrow(message)
    await expect(refused).rejects.not.toThrow(/secret/)
  })

  test('a stream or a server that is not there is one error', async () => {
    await expect(consume(input('NONE'))).rejects.toThrow(
      new InputError(`${server.address('NONE', 'consumer=c')}: the server has no such stream`),
    )
    await expect(
      consume({ ...input('X'), inputs: ['nats://127.0.0.1:1/S?consumer=c'] }),
    ).rejects.toThrow('connection refused: no server listens there')
    writeFileSync(join(folder, 'cp'), 'no')
    await expect(consume(input('X'), [], join(folder, 'o'), join(folder, 'cp'))).rejects.toThrow(
      'is no checkpoint',
    )
  })
})
