// Reads large files in several threads, as people do.

import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PartsOptions, run } from '../../src/parts/run.ts'
import type { Plan, PlannedStage } from '../../src/plan/plan.ts'

let folder = ''
let buses = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-threads-'))
  buses = join(folder, 'buses.xml')
  writeFileSync(buses, document(4000))
})
afterAll(() => rmSync(folder, { recursive: true }))

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Records among what looks like them, in elements that change. */
function document(records: number, fault = -1): string {
  const parts = [
    '<!DOCTYPE buses [<!ENTITY stop "Clark &#38;#38; <b>Lake</b>">]>\n<buses xmlns:x="urn:x">',
  ]
  for (let n = 0; n < records; n++) {
    if (n % 500 === 0) parts.push(`${n > 0 ? '</line>' : ''}<line no="${n}">`)
    if (n % 7 === 0)
      parts.push(`<!-- <bus id="${n}"> --><note><![CDATA[</bus><bus id="">]]></note>\r\n`)
    const end = n === fault ? '</buz>' : '</bus>'
    parts.push(
      `<bus id="${n}" x:kind="${n % 3}"><route>${n % 11}</route><stop>&stop;</stop>`,
      `<text y="'>&lt;bus ">${'é'.repeat(n % 40)}</text>`,
      `${end}\n`,
    )
  }
  return `${parts.join('')}</line></buses>\n`
}

const CUTTING = { smallest: 0, step: 20_000, waits: true }

async function written(
  stages: PlannedStage[],
  options: PartsOptions,
  plan: Partial<Plan> = {},
  name = 'out.jsonl',
): Promise<{ bytes: string; parts?: { read: number; again: number } | undefined }> {
  const to = join(folder, name)
  const { parts } = await run(
    { inputs: [buses], record: 'bus', ...plan, pipeline: { stages, to: [to] } },
    options,
  )
  return { bytes: readFileSync(to, 'latin1'), parts }
}

const filter = { field: ['route'], operator: '=', value: '7' }
const PIPELINES: [string, PlannedStage[]][] = [
  ['all records', []],
  ['a filter', [{ stage: 'filter', argument: filter }]],
  [
    'a condition in JavaScript',
    [{ stage: 'where', argument: 'number(route) % 2 == 1 && len(stop) > 2' }],
  ],
  ['a count', [{ stage: 'count', argument: null }]],
  ['counts by value', [{ stage: 'count-by', argument: [['route'], ['@x:kind']] }]],
  ['the last ones', [{ stage: 'tail', argument: 700 }]],
  ['all but the first', [{ stage: 'skip', argument: 1234 }]],
  ['a sort', [{ stage: 'sort', argument: { by: [{ field: ['text'], descending: true }] } }]],
  ['the first ones', [{ stage: 'head', argument: 2500 }]],
]

describe('in several threads', () => {
  test.each(PIPELINES)('%s: the same bytes', async (_, stages) => {
    const { bytes } = await written(stages, { jobs: 1 })
    expect(bytes.length).toBeGreaterThan(0)
    for (const jobs of [2, 3]) {
      const found = await written(stages, { jobs, cutting: CUTTING })
      expect(found.bytes === bytes).toBe(true)
      expect(found.parts?.read).toBeGreaterThan(2)
    }
  })

  test.each(['csv', 'json', 'parquet', 'jsonl.gz', 'tsv', 'txt', 'csv.zst', 'arrow'])(
    '%s: the same bytes',
    async (format) => {
      const one = await written([], { jobs: 1 }, {}, `one.${format}`)
      const two = await written([], { jobs: 2, cutting: CUTTING }, {}, `two.${format}`)
      expect(two.parts?.read).toBeGreaterThan(2)
      expect(two.bytes === one.bytes).toBe(true)
    },
  )

  test('what is at fault is kept apart, and what columns hold is said, as with one', () => {
    const file = join(folder, 'faults.xml')
    const record = (n: number) => {
      const to = n === 40_000 ? '<to><a>1</a></to>' : `<to>${n}</to>`
      const text = `&unknown;${'x'.repeat(900)}`
      return `<bus id="${n}">${to}<text>${text}</text>${n === 60_000 ? '<x></y>' : ''}</bus>\n`
    }
    const records = Array.from({ length: 72_000 }, (_, n) => record(n))
    writeFileSync(file, `<!DOCTYPE b SYSTEM "b.dtd"><b>${records.join('')}</b>`)
    const [one, two] = ['1', '2'].map((jobs) => {
      const bad = join(folder, `bad-${jobs}.jsonl`)
      const csv = join(folder, `faults-${jobs}.csv`)
      const flags = ['-r', 'bus', '--to', csv, '--on-error', `quarantine=${bad}`, '-j', jobs]
      const { stderr, status } = spawnSync('node', ['bin/cosax.js', file, ...flags], {
        encoding: 'utf8',
      })
      const [kept, rows] = [bad, csv].map((name) => readFileSync(name, 'latin1'))
      return { stderr: stderr.replaceAll(`-${jobs}.`, '.'), status, kept, rows }
    })
    expect(two?.rows === one?.rows).toBe(true)
    expect({ ...two, rows: '' }).toEqual({ ...one, rows: '' })
    expect(one?.kept).toContain('found </y>')
    expect(one?.stderr).toContain('text in some records and a dictionary in others')
  })

  test.each(PIPELINES)(
    '%s of many inputs, compressed ones too: the same bytes',
    async (_, stages) => {
      const inputs = Array.from({ length: 12 }, (_, n) => {
        const name = join(folder, `many-${n}.xml${n % 3 === 1 ? '.gz' : ''}`)
        const text = document(100 + 50 * n)
        writeFileSync(name, n % 3 === 1 ? gzipSync(text) : text)
        return name
      })
      const one = await written(stages, { jobs: 1 }, { inputs })
      const cutting = { smallest: 300_000, document: 0, waits: true }
      for (const jobs of [2, 3]) {
        const found = await written(stages, { jobs, cutting }, { inputs })
        expect(found.bytes === one.bytes).toBe(true)
        expect(found.parts?.read).toBeGreaterThan(2)
      }
    },
  )

  const UNORDERED = new Set(['all records', 'a filter', 'a count', 'a sort'])
  const mixed = PIPELINES.filter(([name]) => UNORDERED.has(name))
  test.each(mixed)('%s of many inputs, mixed: the same lines', async (_, stages) => {
    const inputs = Array.from({ length: 12 }, (_, n) => {
      const name = join(folder, `mixed-${n}.xml`)
      writeFileSync(name, document(100 + 50 * n, n === 7 ? 300 : -1))
      return name
    })
    const plan = { inputs, onError: 'skip' } as const
    const one = await written(stages, { jobs: 1 }, plan)
    const cutting = { smallest: 300_000, document: 0, waits: true }
    for (const jobs of [2, 4]) {
      const found = await written(stages, { jobs, cutting, unordered: true }, plan)
      expect(found.bytes.split('\n').sort()).toEqual(one.bytes.split('\n').sort())
      expect(found.parts?.read).toBeGreaterThan(2)
    }
  })

  test('what comes through a pipe: the same bytes', () => {
    const file = join(folder, 'piped.xml')
    writeFileSync(file, document(60_000))
    const outputs = [1, 2, 3].map((jobs) => {
      const command = `cat ${file} | node bin/cosax.js - -r bus -j ${jobs} | sha256sum`
      return execFileSync('bash', ['-o', 'pipefail', '-c', command], { encoding: 'utf8' })
    })
    expect(new Set(outputs).size).toBe(1)
  })

  test('what comes slowly is written as soon as it has come', async () => {
    const command = spawn('node', ['bin/cosax.js', '-', '-r', 'b', '-j', '2'])
    const output = command.stdout.setEncoding('utf8')[Symbol.asyncIterator]()
    command.stdin.write('<a><b>1</b>')
    expect(await output.next()).toMatchObject({ value: '"1"\n' }) // no more has come yet
    command.stdin.end('<b>2</b></a>')
    expect(await output.next()).toMatchObject({ value: '"2"\n' })
    expect(await output.next()).toMatchObject({ done: true })
  })

  const cutShort = (bytes: Buffer) => bytes.subarray(0, -bytes.length >> 2)
  test.each([
    ['is whole', (bytes: Buffer) => bytes, 0],
    ['ends early', cutShort, 1],
  ])('what is compressed and %s: the same bytes', async (_, change, faults) => {
    const file = join(folder, 'large.xml.gz')
    writeFileSync(file, change(gzipSync(document(30_000))))
    const outcomes: unknown[] = []
    for (const jobs of [1, 2, 3]) {
      const to = join(folder, `large-${jobs}.jsonl`)
      const errors: string[] = []
      const { parts, unread } = await run(
        { inputs: [file], record: 'bus', onError: 'skip', pipeline: { stages: [], to: [to] } },
        { jobs, cutting: CUTTING, onWarning: (message) => errors.push(message) },
      )
      outcomes.push({ bytes: sha256(readFileSync(to)), unread, errors })
      if (jobs > 1) expect(parts?.read).toBeGreaterThan(2)
    }
    const [one] = outcomes
    expect(outcomes).toEqual([one, one, one])
    expect(one).toMatchObject({ unread: faults, errors: { length: faults } })
  })

  test('XML that is written on the way has the prefixes of the document', async () => {
    const file = join(folder, 'late.xml')
    const late = (_: string, n: string) => `<bus xmlns:p${n}="urn:${n}" p${n}:a="1" id="${n}00"`
    writeFileSync(file, document(4000).replace(/<bus id="(\d+)00"(?= x)/g, late))
    const outputs: string[] = []
    for (const jobs of [1, 2]) {
      const xml = join(folder, `tee-${jobs}.xml`)
      const stages = [{ stage: 'tee', argument: xml }]
      await written(stages, { jobs, cutting: CUTTING }, { inputs: [file] })
      outputs.push(readFileSync(xml, 'latin1'))
    }
    expect(outputs[0]).toContain('urn:39')
    expect(outputs[1] === outputs[0]).toBe(true)
  })

  test('a fault has its place, and what is before it was written', async () => {
    const file = join(folder, 'fault.xml')
    writeFileSync(file, document(4000, 3210))
    const outcomes: unknown[] = []
    for (const jobs of [1, 2, 3]) {
      const to = join(folder, `fault-${jobs}.jsonl`)
      const pipeline = { stages: [], to: ['-'], writing: {} }
      const bad: string[] = []
      const error = await run(
        { inputs: [file], record: 'bus', pipeline: { ...pipeline, to: [to] } },
        { jobs, cutting: CUTTING },
      ).catch((thrown: unknown) => thrown)
      const skipped = await run(
        { inputs: [file], record: 'bus', onError: 'skip', pipeline: { ...pipeline, to: [to] } },
        { jobs, cutting: CUTTING, onBadRecord: ({ error: { message } }) => bad.push(message) },
      )
      const { records, written: sent } = skipped
      outcomes.push({
        error: (error as Error).message.replace(file, ''),
        records,
        sent,
        bad,
        bytes: readFileSync(to, 'latin1').length,
      })
      if (jobs > 1) expect(skipped.parts?.read).toBeGreaterThan(2)
    }
    const [one] = outcomes
    expect(outcomes).toEqual([one, one, one])
    expect(one).toMatchObject({ records: 3999, bad: [expect.stringContaining('tag not closed')] })
  })

  test('after a fault records are found by the names of those that other threads have read', async () => {
    const file = join(folder, 'names.xml')
    const long = '<g>of some length</g>\n'.repeat(10_000)
    writeFileSync(file, `<a><r/>${long}<g><r/><r/>&unknown;<r/></g><r/></a>`)
    const outcomes: unknown[] = []
    for (const jobs of [1, 2]) {
      const plan: Partial<Plan> = { inputs: [file], record: '/a/*', onError: 'skip' }
      const { bytes, parts } = await written([], { jobs, cutting: CUTTING }, plan)
      outcomes.push(bytes)
      if (jobs > 1) expect(parts?.read).toBeGreaterThan(2)
    }
    expect(outcomes[1] === outcomes[0]).toBe(true)
  })

  test('parts that are not wanted, however many, cost no memory that others need', async () => {
    const file = join(folder, 'regions.xml')
    const bus = `<bus><stop>${'Clark &amp; Lake '.repeat(20)}</stop></bus>\n`
    const pair = ['a', 'b'].map((name) => `<${name}>${bus.repeat(50)}</${name}>\n`).join('')
    writeFileSync(file, `<buses>${pair.repeat(150)}</buses>`)
    const plan = { inputs: [file] }
    const cutting = { ...CUTTING, step: 40_000 }
    const { bytes, parts } = await written([], { jobs: 2, cutting }, plan)
    expect(parts?.again).toBeGreaterThan(20) // as many as a thread has blocks
    expect(bytes === (await written([], { jobs: 1 }, plan)).bytes).toBe(true)
  })

  test('a plan that cannot be run leaves no thread that waits', () => {
    const script = `
      import { run } from 'cosax'
      const pipeline = { stages: [{ stage: 'none', argument: null }] }
      await run({ inputs: [] }, { jobs: 2 }).catch(({ name }) => console.log(name))
      await run({ inputs: [${JSON.stringify(buses)}], pipeline }, ${JSON.stringify({ jobs: 2, cutting: CUTTING })})
        .catch(({ name }) => console.log(name))`
    const { stdout, status } = spawnSync('node', ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 60_000,
    })
    expect({ stdout, status }).toEqual({ stdout: 'UsageError\nUsageError\n', status: 0 })
  })

  test('a reader who has gone ends all', () => {
    const file = join(folder, 'large.xml')
    const record = `<bus><id>1</id><text>${'x'.repeat(1000)}</text></bus>\n`
    writeFileSync(file, `<buses>${record.repeat(80_000)}</buses>`)
    const command = `node bin/cosax.js ${file} -j 3 | head -n 2 | wc -l; echo "\${PIPESTATUS[0]}"`
    expect(execFileSync('bash', ['-c', command], { encoding: 'utf8' })).toBe('2\n0\n')
    const counted = spawnSync('node', ['bin/cosax.js', file, '--count', '-j', '3'], {
      encoding: 'utf8',
    })
    expect(counted).toMatchObject({ stdout: '{"count":80000}\n', stderr: '', status: 0 })
  })
})
