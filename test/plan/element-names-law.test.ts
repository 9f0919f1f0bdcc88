// The law: what a run writes beside XML is the same as if it wrote no XML.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withElementNames } from '../../src/plan/element-names.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { Scopes } from '../../src/record/scopes.ts'
import { RANDOM_DOCUMENT } from './random-document.ts'
import { RANDOM_PLAN } from './random-plan.ts'
import { written } from './written.ts'

/** The same plan, where one of its destinations is another file. */
function into(destination: string, { withName: _, ...plan }: Plan): Plan {
  return JSON.parse(JSON.stringify(plan).replaceAll('"c.csv"', JSON.stringify(destination)))
}

test('what is not XML is as without it', async () => {
  let mixed = 0
  const law = async (documents: string[], random: Plan, engine: 'kernel' | 'sax') => {
    const [plan, other] = [into('c.xml', random), into('c.jsonl', random)]
    const named = withElementNames(plan)
    if (named !== plan) mixed++
    const scopes = new Scopes()
    scopes.isAsked = true
    const found = await written({ ...named, engine }, documents, 1000, scopes)
    const expected = await written({ ...other, engine }, documents, 1000)
    for (const { sinks } of [found, expected]) {
      delete sinks['c.xml']
      delete sinks['c.jsonl']
    }
    expect(found).toEqual(expected)
  }
  const documents = fc.array(RANDOM_DOCUMENT, { minLength: 1, maxLength: 2 })
  const engine = fc.constantFrom('kernel', 'sax')
  const runs = 300
  await fc.assert(fc.asyncProperty(documents, RANDOM_PLAN, engine, law), { numRuns: runs })
  expect(mixed).toBeGreaterThan(runs / 10)
})
