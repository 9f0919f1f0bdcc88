// What is left out because of a fault changes nothing else, whatever a plan makes of the records.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { RANDOM_DOCUMENT } from './random-document.ts'
import { RANDOM_PLAN } from './random-plan.ts'
import { written } from './written.ts'

const SIZE = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(100_000))
const BAD = fc.constantFrom(
  '<bus><b>7</x></bus>',
  '<bus id="7"><a>7<a>8</a></bus>',
  '<tram id="7" id="8"/>',
  '<bus>&none;</bus>',
  '<tram><a>]]></a></tram>',
)

test('a plan writes the same as if bad records had not been there', async () => {
  let found = 0
  const law = async (
    document: string,
    before: string,
    behind: string,
    plan: Plan,
    size: number,
  ) => {
    const chosen: Plan = { ...plan, record: 'bus|tram' }
    const content = document.slice('<r>'.length, -'</r>'.length)
    const damaged = `<r>${before}${content}${behind}<tram/></r>`
    const outcome = await written({ ...chosen, onError: 'skip' }, [damaged, damaged], size)
    const good = `<r>${content}<tram/></r>`
    const expected = await written(chosen, [good, good], 100_000)
    expect(outcome.error).toBe(expected.error)
    expect(outcome.sinks).toEqual(expected.sinks)
    found += JSON.stringify(expected.sinks).length
  }
  const property = fc.asyncProperty(RANDOM_DOCUMENT, BAD, BAD, RANDOM_PLAN, SIZE, law)
  await fc.assert(property, { numRuns: 600 })
  expect(found).toBeGreaterThan(6000) // or the law was hardly tried
}, 120_000)
