// Kills jobs, for good and at any moment: what they leave in the end is what undisturbed ones do.

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../src/checkpoint/run.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { filesIn } from './files-in.ts'

const CHILD = fileURLToPath(new URL('./job-child.js', import.meta.url))
const KILLS = process.env.CI ? 100 : 25
const LATEST = 150 // ms after the reading began
const PACING = { bytes: 30_000, chunk: 8192 }

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-kills-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const FILES = [
  'a.jsonl',
  'b.csv',
  'c.tsv',
  'd.json',
  'e.txt',
  'f.jsonl.gz',
  'g.csv.gz',
  'h.json.zst',
  'i.sqlite',
  'by/{route}.csv',
  'by/{route}.jsonl.gz',
]

/** A document of some records with few routes, and some that are at fault. */
function documentOf(records: number): string {
  const record = (n: number) =>
    n % 97 === 5
      ? '<bus><broken></bus>\n'
      : `<bus id="${n}"><route>${(n * 7) % 23}</route><name>é ${'x'.repeat(n % 50)}</name>${n % 400 === 399 ? `<new>${n}</new>` : ''}</bus>\n`
  return `<all xmlns:p="u">\n${Array.from({ length: records }, (_, n) => record(n)).join('')}</all>`
}

/** All formats at once: a kill is one of each. */
function planFor(out: string, inputs: string[]): Plan {
  const to = (...names: string[]) => names.map((name) => join(out, name))
  return {
    inputs,
    record: 'bus',
    onError: { quarantine: join(out, 'bad.jsonl') },
    pipeline: {
      stages: [],
      to: to(...FILES.filter((name) => !/csv|tsv|sqlite/.test(name))),
      branches: [
        {
          stages: [
            {
              stage: 'select',
              argument: [
                { name: 'id', field: ['@id'] },
                { name: 'route', field: ['route'] },
                { name: 'name', field: ['name'] },
              ],
            },
          ],
          to: to(...FILES.filter((name) => /csv|tsv/.test(name))),
        },
        { stages: [], to: to('i.sqlite') },
        { stages: [], to: to('turned.jsonl.gz'), writing: { rotate: { records: 900 } } },
        { stages: [{ stage: 'count-by', argument: [['route']] }], to: to('counts.jsonl') },
        {
          stages: [
            { stage: 'skip', argument: 1000 },
            { stage: 'head', argument: 1500 },
          ],
          to: to('some.jsonl'),
        },
      ],
    },
  }
}

interface Life {
  isDone: boolean
  isResumed: boolean
  isKilled: boolean
  errors: string
}

/** A run of it, which is killed when so many ms have passed since the reading began. */
function live(job: object, delay: number): Promise<Life> {
  const child = spawn('node', [CHILD, JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text
  })
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
    if (said.includes('reading')) setTimeout(() => child.kill('SIGKILL'), delay)
  })
  return new Promise((resolve) => {
    child.on('close', (_, signal) => {
      const isDone = said.includes('done')
      resolve({
        isDone,
        isResumed: said.includes('resumed'),
        isKilled: signal === 'SIGKILL',
        errors,
      })
    })
  })
}

test('jobs that are killed at any moment end as undisturbed ones, in every format', async () => {
  const inputs = [join(folder, '1.xml'), join(folder, '2.xml')]
  writeFileSync(inputs[0] as string, documentOf(3000))
  writeFileSync(inputs[1] as string, documentOf(1500))
  const out = join(folder, 'out')
  const checkpoint = join(folder, 'job.checkpoint')
  mkdirSync(out)
  const plan = planFor(out, inputs)
  await run(plan, { jobs: 1 })
  const undisturbed = filesIn(out)
  const counts = { kills: 0, resumed: 0, jobs: 0 }
  let hasEnded = true
  while (counts.kills < KILLS || !hasEnded) {
    if (hasEnded) rmSync(out, { recursive: true })
    mkdirSync(out, { recursive: true })
    const delay = counts.kills < KILLS ? Math.random() * LATEST : 60_000
    const { isDone, isResumed, isKilled, errors } = await live(
      { plan, checkpoint, pacing: PACING },
      delay,
    )
    expect(errors).toBe('')
    if (isResumed) counts.resumed++
    if (isKilled) counts.kills++
    hasEnded = isDone
    if (!isDone) continue
    counts.jobs++
    // a kill may come after all is done
    if (isKilled && existsSync(checkpoint)) throw new Error('done, and there is a checkpoint')
    expect(filesIn(out)).toEqual(undisturbed)
  }
  console.log(counts)
  expect(counts.resumed).toBeGreaterThan(KILLS / 2)
  expect(readdirSync(folder).sort()).toEqual(['1.xml', '2.xml', 'out'])
}, 300_000)
