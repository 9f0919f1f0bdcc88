// The law: what all parts write, one after the other, is what a run of the whole writes, wherever the document was cut.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Mapping } from '../../src/mapping/mapping.ts'
import type { Parsing, Plan } from '../../src/plan/plan.ts'
import { run } from '../../src/plan/run.ts'
import { stageNamed } from '../../src/plan/stages.ts'
import { manifestOf, partIn } from '../../src/split/manifest.ts'
import type { Part } from '../../src/split/part.ts'
import { planOfPart } from '../../src/split/part-plan.ts'
import { runPart } from '../../src/split/run-part.ts'
import type { Wanted } from '../../src/split/shares.ts'
import { split } from '../../src/split/split.ts'
import { MAPPING } from '../mapping/random-mapping.ts'
import { RANDOM_DOCUMENT } from '../plan/random-document.ts'
import { CLASHING_PLAN, RANDOM_CONDITION } from '../plan/random-plan.ts'
import { IN_MEMBERS, PLAIN, type Store } from './random-members.ts'
import { DTD, PARSING, PATTERN, TRAPPED } from './random-traps.ts'

const RUNS = Number(process.env.RUNS ?? 40)

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-split-'))
  writeFileSync(join(folder, 'far.dtd'), DTD)
})
afterAll(() => rmSync(folder, { recursive: true }))

const OPTIONS = { signal: new AbortController().signal, onWarning() {}, stretch: 40, least: 1 }

/** How many of the last bytes of a compressed document are kept. */
const WINDOW = fc.constantFrom(8192, 8192, 8192, 8192, 300, 2000)

interface Outcome {
  bytes?: string
  records?: number
  error?: string
}

async function outcome(job: () => Promise<{ records: number }>, path: string): Promise<Outcome> {
  try {
    const { records } = await job()
    return { bytes: readFileSync(path, 'latin1'), records }
  } catch (error) {
    return { error: `${(error as Error).name}: ${(error as Error).message}` }
  }
}

/** As if it came from a file. */
function reread(parts: readonly Part[]): Part[] {
  const manifest = manifestOf(parts)
  return parts.map(({ part, id }) => partIn(manifest, part % 2 === 0 ? id : `${part}`, 'manifest'))
}

async function inParts(plan: Plan, parts: readonly Part[]): Promise<Outcome> {
  const out = join(folder, 'out')
  rmSync(out, { recursive: true, force: true })
  const pipeline = { ...plan.pipeline, to: [join(out, '{part}.jsonl')] }
  const outcomes: Outcome[] = []
  for (const part of reread(parts).reverse()) {
    const { plan: own, prepare, isDone } = planOfPart({ ...plan, inputs: [], pipeline }, part)
    expect(isDone).toBe(false)
    prepare()
    outcomes.unshift(await outcome(() => runPart(own, part, {}), String(own.pipeline.to?.[0])))
  }
  const failed = outcomes.find(({ error }) => error !== undefined)
  if (failed) return failed
  expect(readdirSync(out).length).toBe(parts.length)
  return {
    bytes: readdirSync(out)
      .sort()
      .map((name) => readFileSync(join(out, name), 'latin1'))
      .join(''),
    records: outcomes.reduce((sum, { records = 0 }) => sum + records, 0),
  }
}

async function inOne(plan: Plan, name: string): Promise<Outcome> {
  const to = join(folder, 'whole.jsonl')
  rmSync(to, { force: true })
  const pipeline = { ...plan.pipeline, to: [to] }
  return outcome(() => run({ ...plan, inputs: [name], pipeline }), to)
}

/** What looks at each record alone. */
function alone({ pipeline, record: _, ...plan }: Plan): Plan {
  const stages = pipeline.stages.filter(
    ({ stage, argument }) => stage !== 'tee' && stageNamed(stage).parts(argument) === 'alone',
  )
  return { ...plan, pipeline: { stages } }
}

const WANTED: fc.Arbitrary<Wanted> = fc.oneof(
  fc.record({ parts: fc.integer({ min: 1, max: 13 }) }),
  fc.record({ parts: fc.constantFrom(100, 9999) }),
  fc.record({ size: fc.integer({ min: 1, max: 600 }) }),
)

const counts = { parts: 0, smaller: 0 }

async function law(
  document: string,
  plan: Plan,
  record: string | undefined,
  parsed: Parsing,
  wanted: Wanted,
  store: Store,
  window: number,
): Promise<void> {
  const name = join(folder, 'in.xml')
  writeFileSync(name, store(Buffer.from(document)))
  const dtd = parsed.dtd && { dtd: [join(folder, 'far.dtd')] }
  const parsing = { ...parsed, ...dtd, ...(record !== undefined && { record }) }
  const asked = { ...alone(plan), ...parsing }
  const whole = await inOne(asked, name)
  const { parts } = await split({ inputs: [name], ...parsing, pipeline: { stages: [] } }, wanted, {
    ...OPTIONS,
    window,
  })
  if ('parts' in wanted) expect(parts.length).toBeLessThanOrEqual(wanted.parts)
  expect(parts[0]?.from.offset).toBe(0)
  for (const [i, { from, to }] of parts.entries()) {
    if (i > 0) expect(from).toEqual(parts[i - 1]?.to)
    expect(to.offset).toBeGreaterThan(from.offset)
  }
  for (const { members, from, to, identity } of parts) {
    if (!members) continue
    expect(members.offset).toBeLessThanOrEqual(from.offset)
    expect(members.size).toBe(Buffer.byteLength(document))
    expect(members.to === identity.size || members.to > members.from).toBe(true)
    if (members.to - members.from < identity.size && to.offset > from.offset) counts.smaller++
  }
  counts.parts += parts.length
  expect(await inParts(asked, parts)).toEqual(whole)
}

/** Those in which there is more than a place or two to cut at, also where they are compressed. */
const LONG = TRAPPED.filter((document) => document.length > 1200)

const PLACES = fc.constant<Plan>({ ...where('true'), withSource: 'from' })

test.each<[string, fc.Arbitrary<string>, fc.Arbitrary<Plan>, fc.Arbitrary<Store>]>([
  ['plans on traps', TRAPPED, CLASHING_PLAN, PLAIN],
  ['conditions on traps', TRAPPED, RANDOM_CONDITION.map(where), PLAIN],
  ['mappings on traps', TRAPPED, fc.tuple(CLASHING_PLAN, MAPPING).map(mapped), PLAIN],
  ['places of records', TRAPPED, PLACES, PLAIN],
  ['records one after the other', RANDOM_DOCUMENT, CLASHING_PLAN, PLAIN],
  ['plans on traps in members', LONG, CLASHING_PLAN, IN_MEMBERS],
  ['places of records in members', LONG, PLACES, IN_MEMBERS],
])(
  '%s',
  async (_, documents, plans, stores) => {
    Object.assign(counts, { parts: 0, smaller: 0 })
    // a cut in members takes more luck
    const numRuns = stores === PLAIN ? RUNS : 2 * RUNS
    await fc.assert(
      fc.asyncProperty(documents, plans, PATTERN, PARSING, WANTED, stores, WINDOW, law),
      { numRuns, endOnFailure: process.env.QUICK !== undefined },
    )
    expect(counts.parts).toBeGreaterThan(1.3 * numRuns)
    if (stores !== PLAIN) expect(counts.smaller).toBeGreaterThan(numRuns)
    expect(existsSync(join(folder, 'in.xml'))).toBe(true)
  },
  300_000,
)

function where(argument: string): Plan {
  return { inputs: [], pipeline: { stages: [{ stage: 'where', argument }] } }
}

function mapped([plan, mapping]: [Plan, Mapping]): Plan {
  return { ...plan, mapping }
}
