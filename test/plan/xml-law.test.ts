// The law: records that a run writes as XML are read back as the same records, by the same names in the same namespaces,
// or the run says what is not so; and what else the run writes is as without XML, and XML from lines as from records.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { xml } from '../../src/formats/xml.ts'
import type { Mapping } from '../../src/mapping/mapping.ts'
import { withElementNames } from '../../src/plan/element-names.ts'
import { joinLine } from '../../src/plan/line.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { run } from '../../src/plan/run.ts'
import { scopesOf } from '../../src/plan/scope.ts'
import { records } from '../../src/reading/records.ts'
import { isDictionary, type Value } from '../../src/record/record.ts'
import type { Writing } from '../../src/record/writing.ts'
import { encoded } from '../../src/sinks/encoded.ts'
import type { OpenSink } from '../../src/stages/stage.ts'
import { inPieces } from '../engine/every-cut.ts'
import { DOCUMENT } from '../record/random-xml.ts'
import { NAMESPACES } from './random-namespaces.ts'

const RUNS = 80

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-xml-law-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The records of documents with the names of their elements; JsonML has them. */
async function read(documents: string[], mapping: Mapping, record?: string): Promise<Value[]> {
  const found: Value[] = []
  const named = mapping.dialect === undefined && { withName: '<name>' }
  const options = { ...named, ...(record !== undefined && { record }), mapping }
  for (const document of documents) {
    for await (const each of records<Value>(document, options)) found.push(each)
  }
  return found
}

/** Two names in one namespace are two fields as they are written and one as it is meant: then their order is lost. */
function withoutOrder(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutOrder).sort(byText)
  if (!isDictionary(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutOrder(each)]))
}

function byText(one: Value, other: Value): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
}

const RUN = fc.record({
  documents: fc.array(fc.oneof(DOCUMENT, NAMESPACES), { minLength: 1, maxLength: 2 }),
  engine: fc.constantFrom<'kernel' | 'sax'>('kernel', 'sax'),
  record: fc.constantFrom(undefined, undefined, 'a', '/*/*/*', '/*'),
  isHeld: fc.boolean(),
})

test.each<[string, Mapping]>([
  ['of the usual mapping', {}],
  ['with text in order', { ordered: true }],
  ['in JsonML', { dialect: 'jsonml' }],
])('records %s survive XML', async (_, mapping) => {
  const to = join(folder, 'to.xml')
  const lines = join(folder, 'to.jsonl')
  let same = 0
  await fc.assert(
    fc.asyncProperty(RUN, async ({ documents, engine, record, isHeld }) => {
      const inputs = documents.map((document, i) => {
        const from = join(folder, `${i}.xml`)
        writeFileSync(from, document)
        return from
      })
      const said: string[] = []
      // every record is in a sample of so many, in the order in which they came
      const stages = isHeld ? [{ stage: 'sample', argument: { count: 10_000 } }] : []
      const reading = { inputs, engine, mapping, ...(record !== undefined && { record }) }
      const plan: Plan = { ...reading, pipeline: { stages, to: [to, lines] } }
      try {
        await run(plan, { onWarning: (message) => said.push(message) })
      } catch (error) {
        // one prefix, two namespaces
        if (!(error instanceof OutputError) || !/prefix/.test(error.message)) throw error
        return
      }
      const written = readFileSync(to, 'utf8')
      const expanded = { ...mapping, namespaces: 'expand' } as const
      const isUnsure = said.some((message) => /several namespaces/.test(message))
      if (!isUnsure) {
        const [found, meant] = await Promise.all([
          read([written], expanded),
          read(documents, expanded, record),
        ])
        const [one, other] = mapping.dialect
          ? [found, meant]
          : [found, meant].map((each) => each.map(withoutOrder))
        expect(one).toEqual(other)
      }
      const jsonl = readFileSync(lines, 'utf8')
      await run({ ...plan, pipeline: { stages, to: [lines] } })
      expect(jsonl).toBe(readFileSync(lines, 'utf8'))
      if (said.some((message) => /namespace/.test(message))) return
      const again = await read([written], mapping)
      expect(JSON.stringify(again)).toBe(JSON.stringify(await read(documents, mapping, record)))
      same++
    }),
    { numRuns: RUNS },
  )
  expect(same).toBeGreaterThan(RUNS / 4)
})

type XmlWriting = Pick<Writing, 'element' | 'prefixes'>

const WRITTEN = fc.record({
  documents: fc.array(fc.oneof(DOCUMENT, NAMESPACES), { minLength: 1, maxLength: 3 }),
  record: fc.constantFrom('/*/*', 'a', '/*/*/*', '/*', '//a|//b'),
  mapping: fc.constantFrom<Mapping>(
    {},
    {},
    { types: 'auto' },
    { attributes: 'nest' },
    { textKey: '_' },
    { namespaces: 'strip' },
    { dialect: 'jsonml' },
    { dialect: 'badgerfish' },
    { flatten: '/' },
  ),
  writing: fc.constantFrom<XmlWriting>(
    {},
    {},
    { element: 'item' },
    { element: '{a}' },
    { prefixes: { p: 'u' } },
  ),
  stages: fc.constantFrom<Plan['pipeline']['stages']>(
    [],
    [],
    [{ stage: 'drop', argument: [['a']] }],
    [{ stage: 'head', argument: 2 }],
    [{ stage: 'where', argument: 'a || !b' }],
    [{ stage: 'set', argument: { name: 'b', expression: 'len(a) * 2' } }],
    [{ stage: 'unique', argument: { fields: [['a']] } }],
    [{ stage: 'explode', argument: ['a'] }],
    [
      { stage: 'where', argument: 'len(b) < 3 || a' },
      { stage: 'explode', argument: ['b'] },
    ],
    [{ stage: 'set', argument: { name: 'c', expression: 'concat(a, "<")' } }],
    [{ stage: 'sort', argument: { by: [{ field: ['a'], descending: true }] } }],
    [{ stage: 'top', argument: { count: 2, by: [['b']] } }],
  ),
  size: fc.constantFrom(7, 1000),
})

test('XML from lines is that from records', async () => {
  let elements = 0
  await fc.assert(
    fc.asyncProperty(WRITTEN, async ({ size, ...run }) => {
      const lines = await xmlOf(run, size, true)
      expect(lines).toEqual(await xmlOf(run, size, false))
      elements += lines.text.split('\n').length
    }),
    { numRuns: 300 },
  )
  expect(elements).toBeGreaterThan(1000)
})

type Run = Pick<Plan, 'record' | 'mapping'> & {
  documents: string[]
  writing: XmlWriting
  stages: Plan['pipeline']['stages']
}

/** What the kernel makes of documents that it is given in pieces of a size. */
async function xmlOf({ documents, writing, stages, ...how }: Run, size: number, isLines: boolean) {
  const whole = { stage: 'split-lines', argument: [['none']] } // it takes records, and passes them on
  const areRows = isLines || stages.length === 0 || how.mapping?.dialect === 'jsonml'
  const pipeline = { stages: areRows ? stages : [whole, ...stages], to: ['out.xml'], writing }
  const plan = withElementNames({ ...how, inputs: [], pipeline })
  const scopes = scopesOf(plan)
  scopes.isAsked = true
  const said: string[] = []
  let text = ''
  const add = (data: string | Uint8Array) => {
    text += typeof data === 'string' ? data : Buffer.from(data)
    return true
  }
  const onRemark = (topic: string, fact: string) => said.push(`${topic}: ${fact}`)
  const openSink: OpenSink = () => {
    const encoder = xml.open({ ...writing, scopes, onRemark })
    const output = { write: add, writeLines: ({ bytes }: { bytes: Uint8Array }) => add(bytes) }
    return encoded(output, { encoder, name: 'out.xml', isTerminal: false })
  }
  const line = await joinLine(plan, {
    openSink,
    scopes,
    report: { records: 0, seen: new Map() },
    onWarning() {},
    ...(!isLines && { takesLines: () => false }),
  })
  try {
    for (const document of documents) {
      const engine = line.open('input')
      if (!inPieces(Buffer.from(document), size).every((piece) => engine.write(piece))) break
      engine.end()
    }
    line.end.close()
  } catch (error) {
    line.leave()
    if (!(error instanceof OutputError)) throw error
    return { text, said, error: error.message }
  }
  return { text, said }
}
