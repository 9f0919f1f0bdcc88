import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { check } from '../../src/plan/check.ts'
import type { Parsing } from '../../src/plan/plan.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-'))
  writeFileSync(join(folder, 'good.xml'), '<a><b/></a>')
  writeFileSync(join(folder, 'bad.xml'), '<a><b></a>')
})

afterAll(() => rmSync(folder, { recursive: true }))

async function faults(names: string[], parsing: Parsing = {}): Promise<string[]> {
  const inputs = names.map((name) => join(folder, name))
  const reported: string[] = []
  await check(
    { inputs, ...parsing },
    {
      signal: new AbortController().signal,
      onFault: ({ message }) => void reported.push(message.replace(`${folder}/`, '')),
    },
  )
  return reported
}

test('nothing is reported of documents that are well-formed', async () => {
  expect(await faults(['good.xml', 'good.xml'])).toEqual([])
})

test('every input is checked, whatever the others are', async () => {
  expect(await faults(['bad.xml', 'missing.xml', 'good.xml', '.', 'bad.xml'])).toEqual([
    'bad.xml:1:7: tag not closed: expected </b>, found </a>',
    'missing.xml: no such file or directory',
    expect.stringMatching(/: is a directory$/),
    'bad.xml:1:7: tag not closed: expected </b>, found </a>',
  ])
})

test('limits hold', async () => {
  expect(await faults(['good.xml'], { limits: { depth: 1 } })).toEqual([
    expect.stringMatching(/^good\.xml:1:\d: more than 1 elements open: raise --max-depth$/),
  ])
})

test('the signal ends it, with its reason', async () => {
  const options = { signal: AbortSignal.abort('enough'), onFault: () => {} }
  await expect(check({ inputs: [join(folder, 'good.xml')] }, options)).rejects.toBe('enough')
})
