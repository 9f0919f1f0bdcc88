// The law: whatever reads a document, and wherever it is cut, every sink receives the same bytes.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { MAPPING } from '../mapping/random-mapping.ts'
import { RANDOM_DOCUMENT } from './random-document.ts'
import { CLASHING_PLAN, RANDOM_CONDITION } from './random-plan.ts'
import { written } from './written.ts'

const RUNS = process.env.CI ? 1000 : 700

/** What a document is cut into, and where the reading of a second one begins. */
const SIZE = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(100_000))

test.each<[string, fc.Arbitrary<Plan>]>([
  ['a plan', CLASHING_PLAN],
  ['a condition', RANDOM_CONDITION.map(where)],
  ['a mapping', fc.tuple(CLASHING_PLAN, MAPPING).map(([plan, mapping]) => ({ ...plan, mapping }))],
])(
  '%s writes the same in the kernel as in JavaScript',
  async (_, plans) => {
    let bytes = 0
    const law = async (documents: string[], plan: Plan, size: number) => {
      const expected = await written({ ...plan, engine: 'sax' }, documents, 100_000)
      expect(await written({ ...plan, engine: 'kernel' }, documents, size)).toEqual(expected)
      bytes += JSON.stringify(expected).length
    }
    const documents = fc.array(RANDOM_DOCUMENT, { minLength: 1, maxLength: 2 })
    await fc.assert(fc.asyncProperty(documents, plans, SIZE, law), { numRuns: RUNS })
    expect(bytes).toBeGreaterThan(RUNS * 10) // or the law was hardly tried
  },
  120_000,
)

function where(argument: string): Plan {
  return { inputs: [], pipeline: { stages: [{ stage: 'where', argument }] } }
}
