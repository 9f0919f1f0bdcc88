// The law: whoever reads the parts of a document, and wherever they are cut, every sink receives the same bytes.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Way } from '../../src/parts/way.ts'
import type { Pipeline, Plan } from '../../src/plan/plan.ts'
import { difference } from '../difference.ts'
import { MAPPING } from '../mapping/random-mapping.ts'
import { RANDOM_DOCUMENT } from '../plan/random-document.ts'
import { CLASHING_PLAN, RANDOM_CONDITION } from '../plan/random-plan.ts'
import { counts } from './hire-here.ts'
import { type Cutting, type Outcome, outcome } from './outcome.ts'

const RUNS = Number(process.env.RUNS ?? 60)

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
  '<o:bus xmlns:o="urn:o"><o:a>7</o:a></o:bus>',
  '<busses/><bus\n/>',
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

/** Bytes are read ahead in one way or another, and records too where not all are wanted. */
async function outcomeOf(plan: Plan, inputs: string[], cutting?: Cutting): Promise<Outcome> {
  const out = join(folder, 'out')
  const place = (asked: Plan) => ({
    ...asked,
    inputs,
    pipeline: inFolder(asked.pipeline, out),
  })
  const { report, ...found } = await outcome(plan, place, out, cutting)
  if (!report) return found
  const { bytes: _, records, ...rest } = report
  const isSome = JSON.stringify(plan).includes('"head"')
  return {
    ...found,
    report: isSome ? rest : { ...rest, ...(records !== undefined && { records }) },
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

const RECORD = fc.constantFrom('bus', 'bus|tram', '/all/*', '//a', '*/bus', 'g/*', '//all/g|tram')
const CUTTING = fc.record({ jobs: fc.constantFrom(2, 3), step: fc.integer({ min: 16, max: 400 }) })
const ON_ERROR = fc.constantFrom('stop' as const, 'skip' as const)

/** Plans that write in other formats than CSV too. */
const FORMATTED = fc
  .tuple(CLASHING_PLAN, fc.constantFrom('c.csv', 'c.json', 'c.txt', 'c.csv.gz', 'c.parquet'))
  .map(([plan, name]): Plan => JSON.parse(JSON.stringify(plan).replaceAll('"c.csv"', `"${name}"`)))

const PLANS: [string, fc.Arbitrary<Plan>][] = [
  ['a plan', FORMATTED],
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
      const whole = await outcomeOf(asked, [name])
      const found = await outcomeOf(asked, [name], { ...cutting, ways: [way] })
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
  async (name, plans) => {
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
      const whole = await outcomeOf(asked, inputs)
      expect(difference(await outcomeOf(asked, inputs, { ...cutting, ways }), whole)).toBe('')
      if (name !== 'a condition') return
      const mixed = await outcomeOf(asked, inputs, { ...cutting, ways, isUnordered: true })
      expect(difference(sorted(mixed), sorted(whole))).toBe('')
    }
    const documents = fc.array(INPUT, { minLength: 2, maxLength: 6 })
    await fc.assert(fc.asyncProperty(documents, plans, RECORD, CUTTING, ON_ERROR, WHOLE, law), HOW)
    expect(counts.read).toBeGreaterThan(RUNS / 3)
  },
  300_000,
)

/** With the lines of each file in the order of these, not of the inputs. */
function sorted({ files, ...rest }: Outcome): Outcome {
  const all = Object.entries(files).map(([name, text]) => [
    name,
    text.split('\n').sort().join('\n'),
  ])
  return { ...rest, files: Object.fromEntries(all) }
}

function where(argument: string): Plan {
  return { inputs: [], pipeline: { stages: [{ stage: 'where', argument }] } }
}
