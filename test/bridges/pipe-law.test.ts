// A command that gives back what it gets may stand anywhere in a pipeline: nothing changes.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Plan, PlannedStage } from '../../src/plan/plan.ts'
import { run } from '../../src/plan/run.ts'
import { RANDOM_DOCUMENT } from '../plan/random-document.ts'
import { RANDOM_PLAN } from '../plan/random-plan.ts'

const folder = mkdtempSync(join(tmpdir(), 'cosax-pipe-'))
afterAll(() => rmSync(folder, { recursive: true }))

const input = join(folder, 'input.xml')
const output = join(folder, 'output.jsonl')
const PIPE: PlannedStage = { stage: 'pipe', argument: 'cat' }

/** What is said of arrays is found in records that leave the kernel whole, which more do before a command. */
function ofASample(warning: string): boolean {
  return warning.includes('only where repeated')
}

/** What is written, or the error that ends the run, and the warnings. */
async function outcome(plan: Plan): Promise<unknown> {
  const warnings: string[] = []
  try {
    const { records, written } = await run(plan, { onWarning: (text) => warnings.push(text) })
    return [
      records > 0,
      written,
      readFileSync(output, 'utf8'),
      warnings.filter((each) => !ofASample(each)),
    ]
  } catch (error) {
    return String(error)
  }
}

function without(plan: Plan): PlannedStage[] {
  return plan.pipeline.stages.filter(({ stage }) => stage !== 'tee')
}

test('records are the same with commands between stages and without', async () => {
  const places = fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 2 })
  const engine = fc.constantFrom('kernel', 'sax')
  const law = fc.asyncProperty(
    RANDOM_DOCUMENT,
    RANDOM_PLAN,
    places,
    engine,
    async (text, asked, at, engine) => {
      writeFileSync(input, text)
      const stages = without(asked)
      const plan = { ...asked, engine, inputs: [input] } as Plan
      const with_ = stages.flatMap((stage, i) => (at.includes(i) ? [PIPE, stage] : [stage]))
      if (at.some((place) => place >= stages.length)) with_.push(PIPE)
      const plain = await outcome({ ...plan, pipeline: { stages, to: [output] } })
      expect(await outcome({ ...plan, pipeline: { stages: with_, to: [output] } })).toEqual(plain)
    },
  )
  await fc.assert(law, { numRuns: 60 })
})
