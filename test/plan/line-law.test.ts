// The law: whatever reads a document, and wherever it is cut, every sink receives the same bytes.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinLine } from '../../src/plan/line.ts'
import { sinkNamed } from '../../src/plan/lower.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { jsonl } from '../../src/sinks/jsonl.ts'
import type { OpenSink } from '../../src/stages/stage.ts'
import { MAPPING } from '../record/random-mapping.ts'
import { inPieces } from '../xml/every-cut.ts'
import { RANDOM_DOCUMENT } from './random-document.ts'
import { RANDOM_CONDITION, RANDOM_PLAN } from './random-plan.ts'

const RUNS = 2000

/** What a document is cut into, and where the reading of a second one begins. */
const SIZE = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(100_000))

test.each<[string, fc.Arbitrary<Plan>]>([
  ['a plan', RANDOM_PLAN],
  ['a condition', RANDOM_CONDITION.map(where)],
  ['a mapping', fc.tuple(RANDOM_PLAN, MAPPING).map(([plan, mapping]) => ({ ...plan, mapping }))],
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

interface Outcome {
  sinks: Record<string, string>
  seen: [string, number][]
  error?: string
}

async function written(plan: Plan, documents: string[], size: number): Promise<Outcome> {
  const sinks: Record<string, string> = {}
  const targets = new Map<string, ReturnType<OpenSink>>()
  const openSink: OpenSink = (destination) => {
    const name = sinkNamed(destination)
    const known = targets.get(name)
    if (known) return known
    sinks[name] = ''
    const write = (text: string) => {
      sinks[name] += text
      return true
    }
    const target = jsonl({
      write,
      writeLines: ({ bytes }) => write(Buffer.from(bytes).toString('utf8')),
    })
    targets.set(name, target as ReturnType<OpenSink>)
    return target as ReturnType<OpenSink>
  }
  const report = { records: 0, seen: new Map<string, number>() }
  const line = await joinLine(plan, { openSink, report, onWarning() {} })
  const outcome = () => ({ sinks, seen: report.records > 0 ? [] : [...report.seen].sort() })
  try {
    for (const document of documents) {
      if (line.isDone) break
      const engine = line.open('input')
      if (!inPieces(Buffer.from(document), size).every((piece) => engine.write(piece))) break
      engine.end()
    }
    line.end.close()
  } catch (error) {
    line.leave()
    line.end.throw(error)
    return { ...outcome(), error: `${(error as Error).name}: ${(error as Error).message}` }
  }
  return outcome()
}
