// A record that is the text of an entity stands in the document where the reference to it does, however much came before.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PlannedStage } from '../../src/plan/plan.ts'
import { run } from '../../src/plan/run.ts'

const PAIRS = 4000 // some chunks
const FILTER: PlannedStage[] = [
  { stage: 'filter', argument: { field: ['a'], operator: '=', value: '7' } },
]

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-entities-'))
  const start = `<!DOCTYPE a [<!ENTITY e "<bus id='1'><a>7</a></bus>">]><all>`
  const pair = '<bus><a>8</a><b>xxxxxxxxxxxxx</b></bus>&e;\n'
  writeFileSync(join(folder, 'in.xml'), `${start}${pair.repeat(PAIRS)}</all>`)
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['all records', 'stop', [], 2 * PAIRS],
  ['all records, where bad ones are left out', 'skip', [], 2 * PAIRS],
  ['some records', 'stop', FILTER, PAIRS],
  ['some records, where bad ones are left out', 'skip', FILTER, PAIRS],
] as const)('%s are found after a chunk', async (_, onError, stages, records) => {
  const to = join(folder, 'out.jsonl')
  const pipeline = { stages: [...stages], to: [to] }
  const report = await run({ inputs: [join(folder, 'in.xml')], record: 'bus', onError, pipeline })
  expect(report).toMatchObject({ records: 2 * PAIRS, written: records, bad: 0 })
  expect(readFileSync(to, 'utf8').split('\n')).toHaveLength(records + 1)
})

test('white space that is kept ends its lines as where it stands, in the document or in an entity', async () => {
  const entity = '<bus>x<a/>&#13;&#10;<b/></bus>'
  const own = '<bus>x<a/>\r\n<b/></bus>'
  const [from, to] = [join(folder, 'space.xml'), join(folder, 'space.jsonl')]
  const body = `&e;&e;&e;${own}${own}${own}&e;`
  writeFileSync(from, `<!DOCTYPE all [<!ENTITY e "${entity}">]><all>${body}</all>`)
  const mapping = { keepSpace: true }
  await run({ inputs: [from], record: 'bus', mapping, pipeline: { stages: [], to: [to] } })
  const lines = readFileSync(to, 'utf8').trimEnd().split('\n')
  const texts = lines.map((line) => (JSON.parse(line) as { '#text': string })['#text'])
  expect(texts).toEqual(['x\r\n', 'x\r\n', 'x\r\n', 'x\n', 'x\n', 'x\n', 'x\r\n'])
})
