// The law: a record that is judged first, and read again to be written, is what it is without a filter, whatever the
// document declares, contains and is cut into: kernel = sax = the same pipeline in JavaScript on unfiltered records.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Pipeline, Plan, PlannedStage } from '../../src/plan/plan.ts'
import { wire } from '../../src/plan/wire.ts'
import type { Value } from '../../src/record/record.ts'
import { jsonl } from '../../src/sinks/jsonl.ts'
import { type Grown, RANDOM_DECLARED, RANDOM_ROW } from './random-declared.ts'
import { written } from './written.ts'

const SIZE = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(100_000))

const FIELD = fc
  .constantFrom('@k', 'b', 'b/@t', 'b/#text', 'p:c', '#text', 'none')
  .map((path) => path.split('/'))
const FILTER: fc.Arbitrary<PlannedStage> = fc
  .record({
    field: FIELD,
    operator: fc.constantFrom('exists', 'absent', '=', '!='),
    value: fc.constantFrom('1', 'x', 'xy', ''),
  })
  .map((argument) => ({ stage: 'filter', argument }))
const WHERE: fc.Arbitrary<PlannedStage> = fc
  .constantFrom('@k == 1', 'b == "x" || !b', 'len(b) > 1 && @k', 'b/@t')
  .map((argument) => ({ stage: 'where', argument }))
const TEE: PlannedStage = { stage: 'tee', argument: 'tee.jsonl' }
const STAGES = fc.array(fc.oneof(FILTER, FILTER, WHERE, fc.constant(TEE)), {
  minLength: 1,
  maxLength: 3,
})
const BRANCH: fc.Arbitrary<Pipeline> = fc.record({
  stages: STAGES,
  to: fc.constantFrom('-', 'b.jsonl').map((destination) => [destination]),
})
const PIPELINE: fc.Arbitrary<Pipeline> = fc.oneof(
  fc.record({ stages: STAGES }),
  fc.record({
    stages: fc.oneof(fc.constant<PlannedStage[]>([]), STAGES),
    branches: fc.array(BRANCH, { minLength: 1, maxLength: 2 }),
  }),
)

/** What a pipeline makes of records, in plain JavaScript. */
function through(pipeline: Pipeline, lines: string): Record<string, string> {
  const sinks: Record<string, string> = {}
  const line = wire(pipeline, (destination) => {
    sinks[destination] ??= ''
    const write = (text: string) => {
      sinks[destination] += text
      return true
    }
    return jsonl({ write, writeLines: ({ bytes }) => write(String(bytes)) })
  })
  for (const record of lines.split('\n').slice(0, -1)) line.send(JSON.parse(record) as Value)
  line.close()
  return sinks
}

/** In order of the records within each sink: those of two branches into one sink may be interleaved. */
function sorted(sinks: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(sinks).map(([name, text]) => [name, text.split('\n').sort()]),
  )
}

const RUNS = 600

test.each<[string, fc.Arbitrary<Grown>, ('kernel' | 'sax')[]]>([
  ['a document', RANDOM_DECLARED, ['kernel', 'sax']],
  ['a row of documents', RANDOM_ROW, ['kernel']],
])(
  '%s: what is filtered while it is read is what is filtered afterwards',
  async (_, documents, engines) => {
    let passed = 0
    const law = async (grown: Grown, pipeline: Pipeline, record: string, size: number) => {
      const { documents, isBeyondSax, fragments } = grown
      const plan: Plan = { inputs: [], record, pipeline, ...(fragments && { fragments }) }
      const plain = await written({ ...plan, pipeline: { stages: [] } }, documents, 100_000)
      expect(plain.error).toBeUndefined()
      const expected = through(pipeline, plain.sinks['-'] ?? '')
      for (const engine of engines) {
        if (engine === 'sax' && isBeyondSax) continue
        const outcome = await written({ ...plan, engine }, documents, size)
        expect(outcome.error).toBeUndefined()
        expect(sorted(outcome.sinks)).toEqual(sorted(expected))
      }
      passed += Object.values(expected).join('').length
    }
    const record = fc.constantFrom('a', '/a', '/*', '/*/a', '//a|b')
    const property = fc.asyncProperty(documents, PIPELINE, record, SIZE, law)
    await fc.assert(property, { numRuns: RUNS })
    expect(passed).toBeGreaterThan(RUNS * 20) // or the law was hardly tried
  },
  120_000,
)
