// The law: whatever flags stand together, each record that arrives is in its file once and in order, and a file is
// whole or not there.

import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { XmlError } from '../../src/engine/xml-error.ts'
import { run } from '../../src/plan/run.ts'
import { type Expected, expectedOf } from './expected-files.ts'
import { content, found, unpacked } from './found-files.ts'
import { destinationOf, planOf, textOf } from './planned-output.ts'
import { COMBINATION, type Combination, type Outlet } from './random-output.ts'

const RUNS = 80
const SEED = 20

let tried = 0

test('every combination writes what is expected', async () => {
  await fc.assert(fc.asyncProperty(COMBINATION, holds), { numRuns: RUNS, seed: SEED })
  expect(tried).toBeGreaterThan(RUNS * 2) // files with records, or the law was hardly tried
}, 600_000)

test('what was added to the files of values stays when the run fails', async () => {
  const records = ['a', 'b', 'a'].map((k, i) => ({ i: String(i), k, v: 'x' }))
  const outlet: Outlet = {
    name: 'out',
    way: 'template',
    format: 'csv',
    compression: '',
    isAppended: true,
    rotate: { records: 1 },
  }
  await holds({
    framing: 'children',
    runs: [[{ items: records, isCut: false }], [{ items: [...records, null], isCut: true }]],
    engine: 'kernel',
    onError: 'stop',
    maxErrors: undefined,
    trunk: [],
    legs: [{ steps: [], outlet }],
  })
})

async function holds(combination: Combination): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cosax-output-'))
  const out = join(folder, 'out')
  mkdirSync(out)
  try {
    let files: ReadonlyMap<string, Expected> = new Map()
    for (const [number, documents] of combination.runs.entries()) {
      const inputs = documents.map((document, at) => {
        const path = join(folder, `${number}-${at}.xml`)
        writeFileSync(path, textOf(document, combination.framing))
        return path
      })
      const { report, error } = await attempt(combination, inputs, out)
      const expected = expectedOf(combination, documents, files)
      if (!expected.fails) expect(error).toBeUndefined()
      else expect(error).toBeInstanceOf(XmlError)
      if (report) expect(report.bad).toBe(expected.faults)
      files = expected.files
      compare(out, files)
      const { faults, fails } = expected
      // the one that was too many is what the run fails with
      if (combination.onError === 'quarantine')
        expect(quarantined(out)).toBe(fails ? faults - 1 : faults)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** How many are written down. */
function quarantined(out: string): number {
  return readFileSync(join(out, 'quarantine'), 'utf8').split('\n').length - 1
}

async function attempt(combination: Combination, inputs: string[], out: string) {
  const descriptors = new Map<string, number>()
  const descriptorOf = (outlet: Outlet) => {
    const path = join(out, destinationOf(outlet))
    const descriptor = descriptors.get(path) ?? openSync(path, 'w')
    descriptors.set(path, descriptor)
    return descriptor
  }
  try {
    return { report: await run(planOf(combination, inputs, out, descriptorOf)), error: undefined }
  } catch (error) {
    return { report: undefined, error }
  } finally {
    for (const descriptor of descriptors.values()) closeSync(descriptor)
  }
}

function compare(out: string, files: ReadonlyMap<string, Expected>): void {
  const names = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'quarantine')
    .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1))
  expect(names.sort()).toEqual([...files.keys()].sort())
  for (const [name, file] of files) {
    const { outlet, columns, records, isSilent } = file
    const bytes = readFileSync(join(out, name))
    if (isSilent) expect(unpacked(bytes, outlet).length, name).toBe(0)
    else expect(found(bytes, outlet, columns !== undefined), name).toEqual(content(file))
    if (records.length > 0) tried++
  }
}
