// The law: what the kernel changes in a record after it has written it is what --drop, --rename and --set make of it, one
// after the other; a renaming that would lose a field ends the run both ways.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Mapping } from '../../src/mapping/mapping.ts'
import type { Plan, PlannedStage } from '../../src/plan/plan.ts'
import { RANDOM_DOCUMENT } from './random-document.ts'
import { written } from './written.ts'

const FAILURE = 'StageError: --rename: record'.length

const NAMES = ['a', 'a', 'b', 'b', '@id', '@b', '#text', 'kind', 'n', '__proto__', 'eight-of']
const NAME = fc.constantFrom(...NAMES)
const SOME = fc.uniqueArray(NAME, { minLength: 1, maxLength: 3 })

const STAGE: fc.Arbitrary<PlannedStage> = fc.oneof(
  SOME.map((names) => ({ stage: 'drop', argument: names.map((name) => [name]) })),
  fc.tuple(SOME, SOME).map(([olds, names]) => ({
    stage: 'rename',
    argument: olds.map((old, i) => ({ name: names[i] ?? `was-${old}`, field: [old] })),
  })),
  fc
    .record({ name: NAME, expression: fc.constantFrom('1', '"é\\"x"', 'true', 'null', 'a', '""') })
    .map((argument) => ({ stage: 'set', argument })),
  fc.constantFrom<PlannedStage>(
    { stage: 'filter', argument: { field: ['b'], operator: 'exists', value: '' } },
    { stage: 'head', argument: 3 },
    { stage: 'skip', argument: 1 },
    { stage: 'tee', argument: 'a.jsonl' },
    { stage: 'count-by', argument: [['a']] },
    { stage: 'select', argument: [{ name: 'a', field: ['b'] }] },
  ),
)

const STAGES = fc.array(STAGE, { minLength: 1, maxLength: 4 })
const PLAN = fc.record(
  {
    record: fc.constantFrom('/r/*', '//a', '//b', 'r'),
    withName: fc.constant('kind'),
    mapping: fc.constantFrom<Mapping>(
      { attributes: 'merge' },
      { attributes: 'drop' },
      { array: ['a'] },
    ),
    pipeline: fc.record({
      stages: STAGES,
      branches: fc.array(fc.record({ stages: STAGES }), { maxLength: 2 }),
    }),
  },
  { requiredKeys: ['pipeline'] },
)

test('edits in the kernel are those of the stages', async () => {
  let lines = 0
  let failures = 0
  const law = async (document: string, plan: Omit<Plan, 'inputs'>, size: number) => {
    const expected = await written({ inputs: [], ...plan, engine: 'sax' }, [document], 100_000)
    const found = await written({ inputs: [], ...plan, engine: 'kernel' }, [document], size)
    // which of several branches fails first is not promised, nor that a record fails which nothing waits for any more
    if (found.error !== undefined) {
      expect(found.error.slice(0, FAILURE)).toBe(expected.error?.slice(0, FAILURE))
      failures++
    }
    const isOneWay = plan.pipeline.branches === undefined || expected.error === undefined
    if (isOneWay) expect(found.sinks).toEqual(expected.sinks)
    lines += Object.values(found.sinks).join('').split('\n').length
  }
  const size = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(100_000))
  await fc.assert(fc.asyncProperty(RANDOM_DOCUMENT, PLAN, size, law), { numRuns: 400 })
  expect(lines).toBeGreaterThan(1000) // or the law was hardly tried
  expect(failures).toBeGreaterThan(5)
}, 120_000)

test('a record that comes after all that is wanted does not fail', async () => {
  const document = '<r><a c="1"/><a c="2"/><a b="1">7</a></r>'
  const stages = [
    { stage: 'rename', argument: [{ name: '#text', field: ['@b'] }] },
    { stage: 'drop', argument: [['@b']] }, // in JavaScript, as --rename names the field
    { stage: 'head', argument: 2 },
  ]
  const plan: Plan = { inputs: [], record: 'a', pipeline: { stages } }
  const { sinks, error } = await written(plan, [document], 100_000)
  expect({ sinks, error }).toEqual({ sinks: { '-': '{"@c":"1"}\n{"@c":"2"}\n' }, error: undefined })
})
