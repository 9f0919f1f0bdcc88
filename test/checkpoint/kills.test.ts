// Kills jobs, for good and at any moment: what they leave in the end is what undisturbed ones do.

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../src/checkpoint/run.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { filesIn } from './files-in.ts'

const CHILD = fileURLToPath(new URL('./job-child.js', import.meta.url))
const KILLS = process.env.CI ? 100 : 10
const SHARE = 0.6 // of the time that it takes undisturbed, until a kill
const PACING = { bytes: 20_000, chunk: 4096 }

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-kills-'))
  writeFileSync(join(folder, '1.xml'), documentOf(1200))
  writeFileSync(join(folder, '2.xml.gz'), gzipSync(documentOf(600)))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Records with few routes, some that are at fault, and some with a field that the first have not. */
function documentOf(records: number): string {
  const record = (n: number) => {
    if (n % 97 === 5) return '<bus><broken></bus>'
    const rare = n % 400 === 399 ? `<new>${n}</new>` : ''
    return `<bus id="${n}"><route>${(n * 7) % 5}</route><name>é ${'x'.repeat(n % 50)}</name>${rare}</bus>`
  }
  const lines = Array.from({ length: records }, (_, n) => record(n))
  return `<all xmlns:p="u">\n${lines.join('\n')}</all>`
}

const SELECT = {
  stage: 'select',
  argument: ['id', 'route', 'name'].map((name) => ({
    name,
    field: [name === 'id' ? '@id' : name],
  })),
}

type Branch = [
  stages: Plan['pipeline']['stages'],
  files: string[],
  writing?: Plan['pipeline']['writing'],
]

/** Many formats at once: a kill is one of each. */
const BRANCHES: Branch[] = [
  [[], ['a.jsonl', 'd.json', 'e.txt', 'f.jsonl.gz', 'h.json.zst', 'by/{route}.jsonl.gz']],
  [[SELECT], ['b.csv', 'c.tsv', 'g.csv.gz', 'by/{route}.csv']],
  [[], ['turned.jsonl.gz'], { rotate: { records: 350 } }],
  [[{ stage: 'count-by', argument: [['route']] }], ['counts.jsonl']],
  [
    [
      { stage: 'skip', argument: 400 },
      { stage: 'head', argument: 600 },
    ],
    ['some.jsonl'],
  ],
  [[], ['i.sqlite']],
]

function planFor(out: string): Plan {
  return {
    inputs: [join(folder, '1.xml'), join(folder, '2.xml.gz')],
    record: 'bus',
    onError: { quarantine: join(out, 'bad.jsonl') },
    pipeline: {
      stages: [],
      branches: BRANCHES.map(([stages, files, writing]) => ({
        stages,
        to: files.map((name) => join(out, name)),
        ...(writing && { writing }),
      })),
    },
  }
}

interface Life {
  isDone: boolean
  isResumed: boolean
  isKilled: boolean
  errors: string
  /** From the beginning of the reading on. */
  milliseconds: number
}

/** A run of a job, which is killed when so many ms have passed since the reading began. */
function live(job: object, delay: number): Promise<Life> {
  const words = ['--liftoff-only', CHILD, JSON.stringify(job)] // to compile well takes longer than to run
  const child = spawn('node', words, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let errors = ''
  let start = 0
  let timer: NodeJS.Timeout | undefined
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text
  })
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
    if (timer || !said.includes('reading')) return
    start = performance.now()
    timer = setTimeout(() => child.kill('SIGKILL'), delay)
  })
  return new Promise((resolve) => {
    child.on('close', (_, signal) => {
      clearTimeout(timer)
      const [isDone, isResumed] = [said.includes('done'), said.includes('resumed')]
      const milliseconds = performance.now() - start
      resolve({ isDone, isResumed, isKilled: signal === 'SIGKILL', errors, milliseconds })
    })
  })
}

const NEVER = 100_000 // ms

test('a job that is killed at any moment ends as an undisturbed one', async () => {
  const place = join(folder, 'place')
  const out = join(place, 'out')
  const begin = () => {
    rmSync(place, { recursive: true, force: true })
    mkdirSync(out, { recursive: true })
  }
  const plan = planFor(out)
  const job = { plan, checkpoint: join(place, 'job.checkpoint'), pacing: PACING }
  begin()
  await run(plan, { jobs: 1 })
  const undisturbed = filesIn(out)
  begin()
  const { milliseconds } = await live(job, NEVER)
  expect(filesIn(out)).toEqual(undisturbed)
  begin()
  const counts = { kills: 0, resumed: 0 }
  for (let isDone = true; counts.kills < KILLS || !isDone; ) {
    const delay = counts.kills < KILLS ? Math.random() * SHARE * milliseconds : NEVER
    const life = await live(job, delay)
    expect(life.errors).toBe('')
    if (life.isResumed) counts.resumed++
    if (life.isKilled) counts.kills++
    isDone = life.isDone
    if (!isDone) continue
    expect(filesIn(out)).toEqual(undisturbed)
    expect(readdirSync(place)).toEqual(['out'])
    begin()
  }
  expect(counts.resumed).toBeGreaterThan(KILLS / 2)
}, 300_000)
