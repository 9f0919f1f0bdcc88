// The law: wherever a job is killed, and however often, the run that goes on with it leaves the same as one that was left alone.

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { CheckpointFile } from '../../src/checkpoint/checkpoint-file.ts'
import { Pace } from '../../src/checkpoint/pace.ts'
import { run } from '../../src/checkpoint/run.ts'
import type { Pipeline, Plan } from '../../src/plan/plan.ts'
import type { Report } from '../../src/plan/report.ts'
import { difference } from '../difference.ts'
import { filesIn } from './files-in.ts'
import { DOCUMENTS, JOB, mended } from './random-job.ts'

const RUNS = Number(process.env.RUNS ?? (process.env.CI ? 40 : 25))

const MEMORY = '/dev/shm' // a disk would be waited for
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'cosax-checkpoint-'))
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

interface Outcome {
  files: Record<string, unknown>
  report?: Partial<Report>
  error?: string
}

const place = (name: string) => join(folder, name)
const OUT = () => place('out')
const PACING = { bytes: 150, chunk: 64 }

async function outcome(plan: Plan, checkpoint?: string): Promise<Outcome> {
  const error = (thrown: Error) => `${thrown.name}: ${thrown.message}`
  try {
    const how = checkpoint === undefined ? {} : { checkpoint, pacing: PACING }
    const running = run(plan, { jobs: 1, ...how })
    const { seen, parts: _, ...rest } = await Promise.race([running, late()])
    if (hasHead(plan)) Object.assign(rest, { bytes: 0, records: 0 })
    const report = { ...rest, seen: new Map(rest.records > 0 ? [] : [...seen].sort()) }
    return { files: filesIn(OUT()), report }
  } catch (thrown) {
    return { files: {}, error: error(thrown as Error) }
  }
}

async function late(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, 20_000).unref())
  throw new Error('it does not end')
}

/** Then what is read ahead, which may be more or less, counts too. */
function hasHead(plan: Plan): boolean {
  return JSON.stringify(plan).includes('"head"')
}

/** Keeps a copy of the folder as it is at some moments of a run: a kill would leave it so. */
class Moments {
  #count = 0
  readonly #wanted: number
  hasOne = false

  constructor(wanted: number) {
    this.#wanted = wanted
    const { write, remove } = CheckpointFile.prototype
    const { isDue } = Pace.prototype
    const look = () => this.#look()
    vi.spyOn(CheckpointFile.prototype, 'write').mockImplementation(function (
      this: CheckpointFile,
      ...of
    ) {
      look()
      write.apply(this, of)
      look()
    })
    vi.spyOn(CheckpointFile.prototype, 'remove').mockImplementation(function (
      this: CheckpointFile,
    ) {
      look()
      remove.apply(this)
    })
    vi.spyOn(Pace.prototype, 'isDue').mockImplementation(function (this: Pace, ...of) {
      look()
      return isDue.apply(this, of)
    })
  }

  #look(): void {
    if (this.#count++ !== this.#wanted) return
    rmSync(place('moment'), { recursive: true, force: true })
    cpSync(OUT(), place('moment'), { recursive: true, preserveTimestamps: true })
    this.hasOne = true
  }
}

/** The outcome of a job that is killed at these moments of its runs. */
async function killed(plan: Plan, moments: readonly number[]): Promise<Outcome> {
  const checkpoint = join(OUT(), 'job.checkpoint')
  for (const wanted of moments) {
    const moment = new Moments(wanted)
    const found = await outcome(plan, checkpoint)
    vi.restoreAllMocks()
    if (!moment.hasOne) return found
    rmSync(OUT(), { recursive: true })
    cpSync(place('moment'), OUT(), { recursive: true, preserveTimestamps: true })
    counts.kills++
    if (existsSync(checkpoint)) counts.resumed++
  }
  return outcome(plan, checkpoint)
}

const counts = { kills: 0, resumed: 0 }

const BEFORE = { jsonl: '{"old":1}\n{"cut', csv: 'old,a,b\n1,2,3\n' }

/** Makes the folder of the output anew; there are files that are added to. */
function begin(): void {
  rmSync(OUT(), { recursive: true, force: true })
  mkdirSync(OUT())
  writeFileSync(join(OUT(), 'old.jsonl'), BEFORE.jsonl)
}

test('a job that is killed ends as one that is not', async () => {
  const law = async (documents: string[], asked: Plan, moments: number[]) => {
    const inputs = documents.map((document, n) => {
      const text = hasHead(asked) ? mended(document) : document
      const isCompressed = text.length % 2 === 0
      const name = place(isCompressed ? `${n}.xml.gz` : `${n}.xml`)
      writeFileSync(name, isCompressed ? gzipSync(text) : text)
      return name
    })
    const plan = inFolder({ ...asked, inputs })
    begin()
    const undisturbed = await outcome(plan)
    begin()
    const found = await killed(plan, moments)
    expect(difference(found, undisturbed)).toBe('')
  }
  const moments = fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 4 })
  await fc.assert(fc.asyncProperty(DOCUMENTS, JOB, moments, law), {
    numRuns: RUNS,
    endOnFailure: process.env.QUICK !== undefined,
  })
  expect(counts.resumed).toBeGreaterThan(RUNS / 5)
}, 300_000)

function inFolder({ pipeline, onError, ...rest }: Plan): Plan {
  return {
    ...rest,
    ...(onError && {
      onError:
        typeof onError === 'object' ? { quarantine: join(OUT(), onError.quarantine) } : onError,
    }),
    pipeline: placed(pipeline),
  }
}

function placed({ stages, to = [], branches, ...rest }: Pipeline): Pipeline {
  return {
    ...rest,
    stages: stages.map((stage) =>
      stage.stage === 'tee' ? { ...stage, argument: join(OUT(), String(stage.argument)) } : stage,
    ),
    to: to.map((name) => join(OUT(), name)),
    ...(branches && { branches: branches.map(placed) }),
  }
}
