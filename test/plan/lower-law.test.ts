// The law: a lowered pipeline gives every sink the same lines in the same order, and takes as many records.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StageError } from '../../src/core/errors.ts'
import { EVERY_CHILD, parsePattern } from '../../src/engine/pattern.ts'
import { saxEngine } from '../../src/engine/sax/sax.ts'
import { collect } from '../../src/mapping/collect.ts'
import { lower } from '../../src/plan/lower.ts'
import type { Pipeline, Plan, PlannedStage } from '../../src/plan/plan.ts'
import { sinkNamed } from '../../src/plan/reached.ts'
import { wire } from '../../src/plan/wire.ts'
import type { Value } from '../../src/record/record.ts'
import type { OpenSink } from '../../src/stages/stage.ts'
import { gather } from '../stages/through.ts'
import { interpret } from './interpret.ts'
import { RANDOM_DOCUMENT } from './random-document.ts'
import { RANDOM_CONDITION, RANDOM_PLAN } from './random-plan.ts'

test.each<[string, fc.Arbitrary<Plan>]>([
  ['a pipeline', RANDOM_PLAN],
  ['a condition', RANDOM_CONDITION.map((argument) => planOf({ stage: 'where', argument }))],
])('%s does the same when it is lowered', (_, plan) => {
  let lines = 0
  const law = (document: string, { pipeline, ...options }: Plan, batch: number) => {
    const records = recordsOf(document, options)
    const expected = orFault(() => plain(pipeline, records))
    expect(orFault(() => lowered(pipeline, records, batch))).toEqual(expected)
    if ('sinks' in expected) lines += Object.values(expected.sinks).flat().length
  }
  const batch = fc.integer({ min: 1, max: 9 })
  fc.assert(fc.property(RANDOM_DOCUMENT, plan, batch, law), { numRuns: 2000 })
  expect(lines).toBeGreaterThan(2000) // or the law was hardly tried
})

function planOf(...stages: PlannedStage[]): Plan {
  return { inputs: [], pipeline: { stages } }
}

/** What a stage refuses, it refuses both ways. */
function orFault(run: () => Outcome): Outcome | { fault: string } {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof StageError)) throw error
    return { fault: error.message }
  }
}

interface Outcome {
  /** How many records were taken before it was done. */
  taken: number
  /** The lines that each sink received. */
  sinks: Record<string, string[]>
}

function plain(pipeline: Pipeline, records: Value[]): Outcome {
  return outcome((open) => {
    const line = wire(pipeline, open)
    let taken = 0
    while (!line.done && taken < records.length) line.send(records[taken++] as Value)
    line.close()
    return taken
  })
}

function lowered(pipeline: Pipeline, records: Value[], batch: number): Outcome {
  return outcome((open) => interpret(lower(pipeline, open), records, open, batch))
}

function outcome(run: (open: OpenSink) => number): Outcome {
  const received = new Map<string, Value[]>()
  const targets = new Map<string, ReturnType<OpenSink>>()
  const taken = run((destination) => {
    const sink = sinkNamed(destination)
    const records = received.get(sink) ?? []
    const target = targets.get(sink) ?? gather(records)
    received.set(sink, records)
    targets.set(sink, target)
    return target
  })
  const sinks = [...received].map(([sink, records]) => {
    return [sink, records.map((record) => JSON.stringify(record))]
  })
  return { taken, sinks: Object.fromEntries(sinks) }
}

function recordsOf(
  document: string,
  { record = EVERY_CHILD, withName }: Omit<Plan, 'pipeline'>,
): Value[] {
  const records: Value[] = []
  const options = {
    pattern: parsePattern(record),
    report: { records: 0, seen: new Map<string, number>() },
    ...(withName !== undefined && { withName }),
  }
  const engine = saxEngine(collect(options, gather(records)))
  engine.write(Buffer.from(document))
  engine.end()
  return records
}
