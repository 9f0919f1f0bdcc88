// Reads parts of files that are not what they were, although they look so.

import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/errors.ts'
import { XmlError } from '../../src/engine/xml-error.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { run } from '../../src/plan/run.ts'
import type { Part } from '../../src/split/part.ts'
import { runPart } from '../../src/split/run-part.ts'
import { split } from '../../src/split/split.ts'

let folder = ''
let file = ''
let text = ''
let parts: Part[] = []

const RECORDS = 8000
const PLAN: Plan = { inputs: [], record: 'bus', pipeline: { stages: [] } }
const OPTIONS = { signal: new AbortController().signal, onWarning() {} }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-part-'))
  file = join(folder, 'buses.xml')
  const records = Array.from({ length: RECORDS }, (_, n) => {
    const line = n % 1000 === 0 ? `${n > 0 ? '</line>' : ''}<line no="${n}">` : ''
    return `${line}<bus id="${n}"><route>${n % 7}</route><x>é</x></bus>\r\n`
  })
  text = `<?xml version="1.0"?>\n<buses xmlns:p="urn:p">${records.join('')}</line></buses>\n`
  writeFileSync(file, text)
  parts = (await split({ ...PLAN, inputs: [file] }, { parts: 5 }, OPTIONS)).parts
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The same length, time, beginning and end. */
function replace(from: string, to: string): void {
  const { atime, mtime } = statSync(file)
  const padding = ' '.repeat(Buffer.byteLength(from) - Buffer.byteLength(to))
  expect(text).toContain(from)
  writeFileSync(file, text.replace(from, to + padding))
  utimesSync(file, atime, mtime)
}

async function runs(part: Part): Promise<{ error?: unknown; bytes: string }> {
  const to = join(folder, `${part.part}.jsonl`)
  rmSync(to, { force: true })
  const plan = { ...PLAN, inputs: [part.file], pipeline: { stages: [], to: [to] } }
  try {
    await runPart(plan, part, {})
    return { bytes: readFileSync(to, 'utf8') }
  } catch (error) {
    return { error, bytes: '' }
  }
}

describe('a part of a file', () => {
  test('stands in what stood around it', () => {
    expect(parts.map(({ around }) => around.tags)).toEqual([
      [],
      ['<buses xmlns:p="urn:p">', '<line no="1000">'],
      ['<buses xmlns:p="urn:p">', '<line no="3000">'],
      ['<buses xmlns:p="urn:p">', '<line no="4000">'],
      ['<buses xmlns:p="urn:p">', '<line no="6000">'],
    ])
  })

  test.each([
    ['a tag that is not closed', 'id="4444"><route>6</route>', 'id="4444"><route>6</Route>'],
    ['a prefix that is not declared', 'id="4444"><route>6</route>', 'id="4444"><q:out>6</q:out>'],
    ['an attribute that is given twice', '<bus id="4444"><route>', '<bus a="" a=""><route>'],
    ['a letter that is no UTF-8', 'id="4444"><route>6', 'id="4444"><route>\u0001'],
  ])('%s: the error of the whole', async (_, before, after) => {
    replace(before, after)
    try {
      const whole = await run({
        ...PLAN,
        inputs: [file],
        pipeline: { stages: [], to: [join(folder, 'whole.jsonl')] },
      }).catch((error: unknown) => error)
      expect(whole).toBeInstanceOf(XmlError)
      const { message, advice, path, line, column, offset } = whole as XmlError
      const outcomes = await Promise.all(parts.map(runs))
      expect(outcomes.map(({ error }) => error !== undefined)).toEqual([
        ...[false, false, true, false, false],
      ])
      expect(outcomes[2]?.error).toMatchObject({ message, advice, path, line, column, offset })
    } finally {
      replace('', '')
    }
  })

  test.each([
    ['a comment that goes on', 'id="3199"><route>', 'id="3199"/><!--  '],
    [
      'a record less',
      '<bus id="2222"><route>3</route><x>é</x></bus>',
      '<tax id="2222"><route>3</route><x>é</x></tax>',
    ],
    ['another line end', '</bus>\r\n<bus id="2223"', '</bus>  <bus id="2223"'],
    ['another element that is open', '<bus id="3100"><route>6</route><x>é</x></bus>', '<q>'],
  ])('%s: it does not end as it did', async (_, before, after) => {
    replace(before, after)
    try {
      const outcomes = await Promise.all(parts.map(runs))
      const failed = outcomes.flatMap(({ error }) => (error === undefined ? [] : [error]))
      expect(failed.length).toBeGreaterThan(0)
      expect(failed[0]).toBeInstanceOf(InputError)
      expect((failed[0] as Error).message).toContain('does not end as it did when it was split')
    } finally {
      replace('', '')
    }
  })

  test('as it was, it is a part of the whole', async () => {
    const to = join(folder, 'whole.jsonl')
    await run({ ...PLAN, inputs: [file], pipeline: { stages: [], to: [to] } })
    const outcomes = await Promise.all(parts.map(runs))
    expect(outcomes.map(({ bytes }) => bytes).join('')).toBe(readFileSync(to, 'utf8'))
  })
})
