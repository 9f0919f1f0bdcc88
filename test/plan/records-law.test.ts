// The law: what a pipeline makes of records does not change when they come as lines of JSON.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { broadcast } from '../../src/core/broadcast.ts'
import { OutputError, StageError } from '../../src/core/errors.ts'
import { withTextsForNumbers } from '../../src/engine/lines/long-number.ts'
import type { OpenEncoder } from '../../src/formats/format.ts'
import { formatNamed } from '../../src/formats/formats.ts'
import type { Pipeline, Plan, PlannedStage } from '../../src/plan/plan.ts'
import { sinkNamed } from '../../src/plan/reached.ts'
import { wire } from '../../src/plan/wire.ts'
import type { Value } from '../../src/record/record.ts'
import { encoded } from '../../src/sinks/encoded.ts'
import type { OpenSink } from '../../src/stages/stage.ts'
import { LONG_NUMBERS, LOOSE } from '../engine/lines/random-lines.ts'
import { encode } from '../formats/encode.ts'
import { gather } from '../stages/through.ts'
import { RANDOM_DOCUMENT } from './random-document.ts'
import { RANDOM_PIPELINE, RANDOM_PLAN } from './random-plan.ts'
import { type Writer, written } from './written.ts'

const SIZE = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(100_000))

test('the lines of XML are as good as the XML', async () => {
  let bytes = 0
  const law = async (document: string, plan: Plan, size: number) => {
    const expected = await written(plan, [document], 100_000)
    const { sinks, error } = await written(
      { ...plan, pipeline: { stages: [] } },
      [document],
      100_000,
    )
    if (error !== undefined) return
    const lines = sinks['-'] ?? ''
    const found = await written(ofLines(plan.pipeline), [lines], size)
    expect({ ...found, seen: [] }).toEqual({ ...expected, seen: [] })
    bytes += lines.length
  }
  const property = fc.asyncProperty(RANDOM_DOCUMENT, RANDOM_PLAN, SIZE, law)
  await fc.assert(property, { numRuns: 300 })
  expect(bytes).toBeGreaterThan(3000) // or the law was hardly tried
}, 120_000)

const NAME = fc.constantFrom('a', 'b', 'n', '@id', '#text', 'kind', '__proto__')
const SCALAR = fc.constantFrom<Value>(
  ...[null, true, false, 7, 10, -2.5, 1e21, '7', '007', '7.0', '', 'x', 'N', 'é🚌', '"\\'],
)
const VALUE = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    SCALAR,
    fc.array(tie('value'), { maxLength: 2 }),
    fc
      .array(fc.tuple(NAME, tie('value')), { maxLength: 4 })
      .map((entries) => JSON.parse(textOf(entries)) as Value),
  ),
})).value

/** An assignment would not make an entry of any name. */
function textOf(entries: [string, Value][]): string {
  const unique = [...new Map(entries)]
  return `{${unique.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)}}`
}

test('values of every kind are to stages on lines what they are to coroutines', async () => {
  const law = async (values: Value[], pipeline: Pipeline, size: number) => {
    const expected = plain(pipeline, values)
    const lines = values.map((value) => `${JSON.stringify(value)}\n`).join('')
    const { sinks, error } = await written(ofLines(pipeline), [lines], size)
    if (error !== undefined) expect(error).toMatch(/^StageError/)
    else expect(sinks).toEqual(expected)
  }
  const values = fc.array(VALUE, { maxLength: 6 })
  await fc.assert(fc.asyncProperty(values, RANDOM_PIPELINE, SIZE, law), { numRuns: 500 })
}, 120_000)

test('stages that read a few members read them of lines that are written in any way', async () => {
  const select = {
    stage: 'select',
    argument: [
      { name: 'n', field: ['a', '7'] },
      { name: 'p', field: ['__proto__'] },
    ],
  }
  const filter = { stage: 'filter', argument: { field: ['a'], operator: 'exists', value: '' } }
  const countBy = { stage: 'count-by', argument: [['a']] }
  let found = 0
  const law = async (lines: string[], stages: PlannedStage[], size: number) => {
    const exact = lines.map((line) => line.replaceAll(LONG_NUMBERS, '"$&"'))
    const expected = plain(
      { stages },
      exact.map((line) => JSON.parse(line)),
    )
    const { sinks } = await written(ofLines({ stages }), [`${lines.join('\n')}\n`], size)
    expect(sinks).toEqual(expected)
    found += sinks['-']?.length ?? 0
  }
  const stages = fc.constantFrom<PlannedStage[]>(
    [select],
    [filter, select],
    [countBy],
    [filter, countBy],
  )
  const property = fc.asyncProperty(fc.array(LOOSE, { minLength: 1 }), stages, SIZE, law)
  await fc.assert(property, { numRuns: 300 })
  expect(found).toBeGreaterThan(1000)
})

test('lines that are written in any way are in a table what their records are', async () => {
  let found = 0
  const law = async (
    lines: string[],
    writing: { format: string; columns?: string[] },
    size: number,
  ) => {
    const opened = (await formatNamed(writing.format).load()) as OpenEncoder
    const records = lines.map((line) => JSON.parse(withTextsForNumbers(line)) as Value)
    const expected = attempt(() => encode(opened, records, writing))
    const plan: Plan = { inputs: [], records: true, pipeline: { stages: [], writing } }
    const sink = (output: Writer) => {
      const encoder = opened.open(writing)
      return encoded(output, { encoder, name: '-', isTerminal: false }) as ReturnType<OpenSink>
    }
    const { sinks, error } = await written(plan, [`${lines.join('\n')}\n`], size, undefined, sink)
    expect(error === undefined ? inFile(sinks['-']) : undefined).toEqual(inFile(expected))
    found += expected?.length ?? 0
  }
  const writing = fc.record(
    {
      format: fc.constantFrom('csv', 'tsv', 'text'),
      columns: fc.constantFrom<string[]>(['a', 'b'], ['7', 'a/a', 'a', 'b/b', 'b']),
    },
    { requiredKeys: ['format'] },
  )
  const lines = fc.array(LOOSE, { minLength: 1 })
  await fc.assert(fc.asyncProperty(lines, writing, SIZE, law), { numRuns: 1000 })
  expect(found).toBeGreaterThan(1000)
})

/** What can be read of a text that was written: no half of a character. */
function inFile(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text).toString('utf8')
}

/** What it makes, if it does not refuse to. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof OutputError) return undefined
    throw error
  }
}

function ofLines(pipeline: Pipeline): Plan {
  return { inputs: [], records: true, pipeline }
}

/** What each sink receives from the pipeline as coroutines, as lines; undefined if a stage refuses. */
function plain(pipeline: Pipeline, values: Value[]): Record<string, string> | undefined {
  const found = new Map<string, Value[]>()
  const sinks = new Map<string, ReturnType<typeof gather>>()
  const open = (destination: string) => {
    const name = sinkNamed(destination)
    const records = found.get(name) ?? []
    found.set(name, records)
    const sink = sinks.get(name) ?? gather(records)
    sinks.set(name, sink)
    return sink
  }
  try {
    const line = broadcast([wire(pipeline, open)])
    for (const value of values) if (!line.send(value)) break
    line.close()
  } catch (error) {
    if (error instanceof StageError) return undefined
    throw error
  }
  const lines = [...found].map(([name, records]) => [
    name,
    records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  ])
  return Object.fromEntries(lines)
}
