// Checks that the race measures what it says: documents, expected counts, and what the README shows of the results.

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { CORPORA, writeDocument } from '../bench/race/corpora.js'

const folder = mkdtempSync(join(tmpdir(), 'cosax-race-'))
afterAll(() => rmSync(folder, { recursive: true }))
const node = async (...words: string[]) =>
  (await promisify(execFile)(process.execPath, words)).stdout

test.concurrent.each(Object.entries(CORPORA))(
  'a document of %s has the records that it says',
  async (name, corpus) => {
    const path = join(folder, `${name}.xml`)
    const { bytes, records, matches } = writeDocument(name, path, 1)
    expect(readFileSync(path).length).toBe(bytes)
    expect(Math.abs(bytes - 1e6)).toBeLessThan(100_000)
    expect(matches).toBeGreaterThan(0)
    const counts = [
      '--branch',
      '--count',
      '--branch',
      '--filter',
      corpus.filter.join('='),
      '--count',
    ]
    const printed = await node('bin/cosax.js', path, '-r', corpus.records.join('|'), ...counts)
    expect(printed).toBe(`{"count":${records}}\n{"count":${matches}}\n`)
  },
)

test.each(Object.keys(CORPORA))('a document of %s is the same each time', (name) => {
  const made = ['one', 'other'].map((again) => {
    const path = join(folder, `${name}-${again}.xml`)
    writeDocument(name, path, 0.1)
    return readFileSync(path)
  })
  expect(made[0]?.equals(made[1] as Buffer)).toBe(true)
})

test('the table and the picture of the README are what was measured', async () => {
  expect(await node('bench/race/report.js', '--check')).toBe('')
})

test('the race says what it can run', async () => {
  expect(await node('bench/race', '--help')).toContain('quick-xml')
})
