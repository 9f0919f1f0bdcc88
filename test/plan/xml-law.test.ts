// The law: records that a run writes as XML are read back as the same records, by the same names in the same namespaces.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { run } from '../../src/plan/run.ts'
import type { Mapping } from '../../src/record/mapping.ts'
import type { Value } from '../../src/record/record.ts'
import { records } from '../../src/record/records.ts'
import { DOCUMENT } from '../record/random-xml.ts'

const RUNS = 150

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-xml-law-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The records of a document with the names of their elements; JsonML has them. */
async function read(document: string, mapping: Mapping): Promise<Value[]> {
  const found: Value[] = []
  const named = mapping.dialect === undefined && { withName: '<name>' }
  for await (const record of records<Value>(document, { ...named, mapping })) found.push(record)
  return found
}

test.each<[string, Mapping]>([
  ['of the usual mapping', {}],
  ['with text in order', { ordered: true }],
  ['in JsonML', { dialect: 'jsonml' }],
])('records %s survive XML', async (_, mapping) => {
  const [from, to] = ['from.xml', 'to.xml'].map((name) => join(folder, name)) as [string, string]
  let same = 0
  const law = async (document: string, engine: 'kernel' | 'sax') => {
    writeFileSync(from, document)
    const plan = { inputs: [from], engine, mapping, pipeline: { stages: [], to: [to] } }
    try {
      await run(plan)
    } catch (error) {
      // one prefix, two namespaces
      if (!(error instanceof OutputError) || !/prefix/.test(error.message)) throw error
      return
    }
    const written = readFileSync(to, 'utf8')
    const expanded = { ...mapping, namespaces: 'expand' } as const
    expect(await read(written, expanded)).toEqual(await read(document, expanded))
    const again = await read(written, mapping)
    expect(JSON.stringify(again)).toBe(JSON.stringify(await read(document, mapping)))
    same++
  }
  const engine = fc.constantFrom('kernel', 'sax')
  await fc.assert(fc.asyncProperty(DOCUMENT, engine, law), { seed: 20, numRuns: RUNS })
  expect(same).toBeGreaterThan(RUNS / 2)
})
