// The law: whoever reads the parts of a document, and wherever they are cut, every sink receives the same bytes.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { InParts } from '../../src/parts/in-parts.ts'
import type { Sharing } from '../../src/parts/share-out.ts'
import type { Way } from '../../src/parts/way.ts'
import type { Pipeline, Plan } from '../../src/plan/plan.ts'
import type { Report } from '../../src/plan/report.ts'
import { run, runIn } from '../../src/plan/run.ts'
import { MAPPING } from '../mapping/random-mapping.ts'
import { RANDOM_DOCUMENT } from '../plan/random-document.ts'
import { CLASHING_PLAN, RANDOM_CONDITION } from '../plan/random-plan.ts'
import { hireHere } from './hire-here.ts'

const RUNS = Number(process.env.RUNS ?? (process.env.CI ? 150 : 60))

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-parts-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const ENTITIES = '<!DOCTYPE a [<!ENTITY e "<bus id=\'1\'><a>7</a></bus>"> <!ENTITY t "x">]>'

/** What stands between records: what looks like the start of one, and is none, and elements around others. */
const BETWEEN = fc.constantFrom(
  '',
  '\n ',
  '<!-- <bus id="1"> -->',
  '<![CDATA[<bus>]]>',
  '<?p <bus ?>',
  '<x y="<bus >"/>'.replace('<bus', '&lt;bus'),
  "<x y='>'/>",
  '&e;',
  '&t;',
  'text <x>\r</x>\r\n',
)
const GROUP = fc.constantFrom(['', ''], ['<g n="1">', '</g>'], ['<g xmlns:p="u">', '</g>'])
const DOCUMENT = fc
  .array(fc.tuple(GROUP, fc.array(fc.tuple(BETWEEN, RANDOM_DOCUMENT), { maxLength: 3 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((groups) => {
    const body = groups.map(([[start, end], items]) => {
      return `${start}${items.map(([between, document]) => between + rootless(document)).join('')}${end}`
    })
    return `${ENTITIES}<all>${body.join('')}</all>`
  })

/** The records of a document, in an element. */
function rootless(document: string): string {
  return document.slice(document.search(/<[a-z_]/i))
}

interface Outcome {
  files: Record<string, string>
  records?: number | string | undefined
  report?: Partial<Report>
  warnings: string[]
  bad: string[]
  error?: string
}

async function outcome(plan: Plan, inputs: string[], sharing?: Sharing): Promise<Outcome> {
  const out = join(folder, 'out')
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out)
  const warnings: string[] = []
  const bad: string[] = []
  const options = {
    onWarning: (message: string) => warnings.push(message),
    onBadRecord: ({ error }: { error: Error }) => bad.push(error.message),
  }
  const placed = { ...plan, inputs, pipeline: inFolder(plan.pipeline, out) }
  let report: Report | undefined
  let error: string | undefined
  try {
    const running = sharing
      ? runIn(new InParts({ ...sharing, waits: true }, hireHere), placed, options)
      : run(placed, options)
    report = await Promise.race([running, late()])
  } catch (thrown) {
    error = `${(thrown as Error).name}: ${(thrown as Error).message}`
  }
  const files: Record<string, string> = {}
  for (const file of existing(out)) files[file] = readFileSync(join(out, file), 'latin1')
  const { parts, seen, bytes: _, records, ...rest } = report ?? {} // bytes are read ahead in one way or another
  counts.read += parts?.read ?? 0
  counts.again += parts?.again ?? 0
  return {
    files,
    ...(report && {
      // and records, where not all are wanted
      records: JSON.stringify(plan).includes('"head"') ? 'some' : records,
      report: { ...rest, seen: new Map(report.records > 0 ? [] : [...(seen ?? [])].sort()) },
    }),
    warnings: warnings.filter((warning) => !ofASample(warning)),
    bad,
    ...(error !== undefined && { error }),
  }
}

function existing(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

/** Destinations are files there; standard output is one of them. */
function inFolder({ stages, to, branches, ...rest }: Pipeline, out: string): Pipeline {
  const named = (name: string) => join(out, /^[-/]/.test(name) ? 'stdout.jsonl' : name)
  const isOpen = (to ?? []).length + (branches ?? []).length === 0
  return {
    ...rest,
    stages: stages.map((stage) =>
      stage.stage === 'tee' ? { ...stage, argument: named(String(stage.argument)) } : stage,
    ),
    ...((to || isOpen) && { to: (isOpen ? ['-'] : (to ?? [])).map(named) }),
    ...(branches && { branches: branches.map((branch) => inFolder(branch, out)) }),
  }
}

/** What is said of arrays is found in a sample of the records that are whole, which are others. */
function ofASample(warning: string): boolean {
  return warning.includes('only where repeated')
}

const SHOWN = 300

/** Where two outcomes begin to differ, for a person to see; documents are long. */
function difference(found: Outcome, expected: Outcome): string {
  const [a, b] = [inspect(found, DEEP), inspect(expected, DEEP)]
  if (a === b) return ''
  let at = 0
  while (a[at] === b[at]) at++
  const from = Math.max(0, at - 80)
  return `found ${a.slice(from, at + SHOWN)}, expected ${b.slice(from, at + SHOWN)}`
}

const DEEP = { depth: 20, maxStringLength: null, maxArrayLength: null }

async function late(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, 30_000).unref())
  throw new Error('it does not end')
}

const counts = { read: 0, again: 0 }

const RECORD = fc.constantFrom('bus', 'bus|tram', '/all/*', '//a', '*/bus', 'g/*', '//all/g|tram')
const CUTTING = fc.record({ jobs: fc.constantFrom(2, 3), step: fc.integer({ min: 16, max: 400 }) })
const ON_ERROR = fc.constantFrom('stop' as const, 'skip' as const)
const PLANS: [string, fc.Arbitrary<Plan>][] = [
  ['a plan', CLASHING_PLAN],
  ['a condition', RANDOM_CONDITION.map(where)],
  ['a mapping', fc.tuple(CLASHING_PLAN, MAPPING).map(([plan, mapping]) => ({ ...plan, mapping }))],
]
const HOW = { numRuns: RUNS, endOnFailure: process.env.QUICK !== undefined }

test.each(PLANS)(
  '%s writes the same in parts as in one',
  async (_, plans) => {
    counts.read = 0
    const law = async (
      document: string,
      plan: Plan,
      record: string,
      cutting: { jobs: number; step: number },
      onError: 'stop' | 'skip',
      way: Way,
    ) => {
      const name = join(folder, 'in.xml')
      writeFileSync(name, document)
      const asked: Plan = { ...plan, record, onError }
      const whole = await outcome(asked, [name])
      const found = await outcome(asked, [name], { ...cutting, ways: [way] })
      expect(difference(found, whole)).toBe('')
    }
    await fc.assert(fc.asyncProperty(DOCUMENT, plans, RECORD, CUTTING, ON_ERROR, CUT, law), HOW)
    expect(counts.read).toBeGreaterThan(RUNS / 3)
  },
  300_000,
)

const CUT = fc.constantFrom<Way>('in parts', 'as it comes')
const WAY = fc.constantFrom<Way>('whole', 'whole', 'in parts', 'as it comes', 'here')
/** What a document cannot be cut with, and can be read whole with. */
const WHOLE = fc.constantFrom<Partial<Plan>>(
  {},
  { withSource: 'from' },
  { fragments: true },
  { engine: 'sax' },
)
const INPUT = fc.record({ document: DOCUMENT, way: WAY, isCompressed: fc.boolean() })

test.each(PLANS)(
  '%s writes the same of several inputs, whoever reads which',
  async (_, plans) => {
    counts.read = 0
    const law = async (
      documents: { document: string; way: Way; isCompressed: boolean }[],
      plan: Plan,
      record: string,
      cutting: { jobs: number; step: number },
      onError: 'stop' | 'skip',
      more: Partial<Plan>,
    ) => {
      const isCut = Object.keys(more).length === 0
      const ways = documents.map(({ way }) => (isCut || way === 'here' ? way : 'whole'))
      const inputs = documents.map(({ document, isCompressed }, n) => {
        const isPacked = isCompressed && ways[n] !== 'in parts'
        const name = join(folder, `in-${n}.xml${isPacked ? '.gz' : ''}`)
        writeFileSync(name, isPacked ? gzipSync(document) : document)
        return name
      })
      const asked: Plan = { ...plan, ...more, record, onError }
      const whole = await outcome(asked, inputs)
      expect(difference(await outcome(asked, inputs, { ...cutting, ways }), whole)).toBe('')
    }
    const documents = fc.array(INPUT, { minLength: 2, maxLength: 6 })
    await fc.assert(fc.asyncProperty(documents, plans, RECORD, CUTTING, ON_ERROR, WHOLE, law), HOW)
    expect(counts.read).toBeGreaterThan(RUNS / 3)
  },
  300_000,
)

function where(argument: string): Plan {
  return { inputs: [], pipeline: { stages: [{ stage: 'where', argument }] } }
}
