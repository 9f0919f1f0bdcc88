// Byte equality: every format of every kind of document, read by one, two and seven threads.

import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/formats/formats.ts'
import type { Pipeline, Plan, PlannedStage } from '../../src/plan/plan.ts'
import type { Writing } from '../../src/record/writing.ts'
import { difference } from '../difference.ts'
import { counts } from './hire-here.ts'
import { DOCUMENTS, type MatrixDocument } from './matrix-documents.ts'
import { type Outcome, outcome } from './outcome.ts'

const PARTS = 14 // of a document, about

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-matrix-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Compares a run in one thread with others, and answers with what came of it. */
async function compared(
  { text, isParted: _, isApart: __, error: ___, ...how }: MatrixDocument,
  jobs: number[],
  pipeline: Pipeline,
  more: Partial<Plan> = {},
): Promise<Outcome> {
  const input = join(folder, 'in.xml')
  const out = join(folder, 'out')
  writeFileSync(input, text)
  const step = Math.max(16, Math.ceil(text.length / PARTS))
  const asked: Plan = { ...how, ...more, inputs: [input], pipeline }
  const whole = await outcomeOf(asked, out)
  for (const each of jobs) {
    const parted = await outcomeOf(asked, out, { jobs: each, step })
    expect(difference(parted, whole)).toBe('')
  }
  return whole
}

/** Destinations are files, or descriptors of open ones, which keep what is written before a fault. */
async function outcomeOf(plan: Plan, out: string, cutting?: { jobs: number; step: number }) {
  const open: number[] = []
  const placed = (pipeline: Pipeline): Pipeline => ({
    ...pipeline,
    stages: pipeline.stages.map((stage) =>
      stage.stage === 'tee' ? { ...stage, argument: join(out, String(stage.argument)) } : stage,
    ),
    to: (pipeline.to ?? []).map((name) => {
      if (name === 'before.csv') writeFileSync(join(out, name), 'stop,kind,id\r\n1,2,3\r\n')
      if (!name.startsWith('open:')) return join(out, name)
      open.push(openSync(join(out, name.slice(5)), 'w'))
      return `/dev/fd/${open.at(-1)}`
    }),
    ...(pipeline.branches && { branches: pipeline.branches.map(placed) }),
  })
  const quarantined = typeof plan.onError === 'object' && {
    onError: { quarantine: join(out, plan.onError.quarantine) },
  }
  const place = () => ({ ...plan, ...quarantined, pipeline: placed(plan.pipeline) })
  try {
    return await outcome(plan, place, out, cutting)
  } finally {
    for (const descriptor of open) closeSync(descriptor)
  }
}

const SUFFIXES = FORMATS.map(({ name, suffixes: [suffix] }) => ({ name, suffix })).filter(
  ({ name, suffix }) => name !== 'xml' && suffix !== undefined,
)
const FILES = [
  ...SUFFIXES.map(({ suffix }) => `all${suffix}`),
  ...['gz.jsonl.gz', 'gz.csv.gz', 'gz.json.gz', 'by/{kind}.jsonl', 'by/{kind}.csv'],
]

/** Sinks that keep what they were given before a fault. */
const KEPT = ['jsonl', 'csv', 'json', 'text', 'table', 'csv.gz'].map(
  (format): Pipeline => ({ stages: [], to: [`open:kept.${format}`], writing: { format } }),
)

describe.each(
  Object.entries(DOCUMENTS).map(([name, document], n) => ({ name, document, jobs: n % 2 ? 2 : 7 })),
)('$name', ({ document, jobs }) => {
  const { isParted, isApart = false, error } = document
  const kept = isApart ? KEPT : [{ stages: [], branches: KEPT }]

  test('in all formats', async () => {
    const to = isParted ? FILES : ['all.csv', 'all.jsonl']
    const found = await compared(document, [jobs], { stages: [], to })
    if (error) expect(found.error).toMatch(error)
    else expect(Object.keys(found.files).length).toBeGreaterThanOrEqual(to.length - 2)
  })

  test('up to a fault', async () => {
    counts.read = 0
    for (const pipeline of kept) {
      const found = await compared(document, [9 - jobs], pipeline)
      if (!isApart) expect(found.error ?? '').toMatch(error ?? /^$/)
    }
    if (isParted) expect(counts.read).toBeGreaterThan(2)
    else expect(counts.read).toBe(0)
  })

  test('without what is at fault', async () => {
    const pipeline = { stages: [], to: ['all.csv', 'all.json', 'all.jsonl'] }
    await compared(document, [jobs], pipeline, { onError: 'skip' })
    const apart = { onError: { quarantine: 'bad.jsonl' }, maxErrors: 3 }
    for (const each of kept) await compared(document, [3], each, apart)
  })
})

const BUSES = DOCUMENTS.buses as MatrixDocument
const AT_ONCE: Writing = { columns: ['kind', 'none', 'id'] }
const PLANS: Record<string, Pipeline> = {
  'columns that are given': { stages: [], to: ['a.csv', 'b.txt', 'c.tsv'], writing: AT_ONCE },
  'no header': { stages: [], to: ['a.csv', 'b.tsv'], writing: { header: false, delimiter: ' ' } },
  'guarded cells': { stages: [set('=1')], to: ['a.csv'], writing: { guard: true, bom: true } },
  'what a shape knows': {
    stages: [],
    to: ['a.csv', 'b.json'],
    writing: { known: { id: 'integer', kind: 'text', 'stop/a': 'text', stop: 'text' } },
  },
  'a compressed file': { stages: [], to: ['a.csv.gz', 'b.csv.zst', 'c.txt.gz', 'd.jsonl.zst'] },
  'files of a size': {
    stages: [],
    to: ['a.csv', 'b.jsonl'],
    writing: { rotate: { records: 300 } },
  },
  'few records': { stages: [filter('1999')], to: ['a.csv', 'b.json', 'c.txt'] },
  'none of the records': { stages: [filter('none')], to: ['a.csv', 'b.json', 'c.txt'] },
  'columns that a stage gives': {
    stages: [{ stage: 'select', argument: [column('id'), column('stop')] }],
    to: ['a.csv', 'b.txt'],
  },
  'a stage that needs all': { stages: [{ stage: 'skip', argument: 77 }], to: ['a.csv', 'b.json'] },
  'what was gathered': { stages: [{ stage: 'count-by', argument: [['kind']] }], to: ['a.csv'] },
  branches: {
    stages: [set('x')],
    branches: [
      { stages: [filter('1500')], to: ['one.csv'] },
      { stages: [{ stage: 'tee', argument: 'tee.csv' }], to: ['two.json', 'three.jsonl'] },
      { stages: [], to: ['four.csv'], writing: AT_ONCE },
    ],
  },
  'branches into one file': {
    stages: [],
    branches: [
      { stages: [filter('1500')], to: ['one.csv'] },
      { stages: [], to: ['one.csv', 'two.json'] },
    ],
  },
  'a file that is added to': { stages: [], to: ['before.csv'], writing: { append: true } },
  XML: { stages: [], to: ['a.xml', 'b.csv'] },
}

test.each(Object.entries(PLANS))('%s', async (_, pipeline) => {
  const { error, files } = await compared(BUSES, [2, 7], pipeline)
  expect(error).toBe(undefined)
  expect(Object.keys(files).length).toBeGreaterThan(0)
})

function filter(value: string): PlannedStage {
  return { stage: 'filter', argument: { field: ['id'], operator: '=', value } }
}

function set(value: string): PlannedStage {
  return { stage: 'set', argument: { name: 'more', expression: JSON.stringify(value) } }
}

function column(name: string) {
  return { name, field: [name] }
}

test('most parts were written in the format of their file', () => {
  expect(counts.written).toBeGreaterThan(200)
})
