// What is the database's own: columns that come later, names, the file itself.

import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { OutputError, StageError } from '../../src/core/errors.ts'
import type { FileWriter, FormatOptions, OpenFileWriter } from '../../src/formats/format.ts'
import { sqlite } from '../../src/formats/sqlite.ts'
import { Lines } from '../../src/record/lines.ts'
import type { Value } from '../../src/record/record.ts'
import { WrittenFile } from '../../src/sinks/written-file.ts'
import { ARE_LINES, CUTS, OPTIONS, RECORDS } from './random-records.ts'
import { encoded, NO_SQLITE, readSqlite } from './written.ts'

const NAMES = Array.from({ length: 800 }, (_, at) => `f${at}`)
const FIRST = 65_536 // records that the columns are found from
const skip = process.env.CI ? undefined : NO_SQLITE

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-sqlite-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function open(path = join(folder, 'file')): Promise<FileWriter> {
  return ((await sqlite.load()) as OpenFileWriter).open(path, {})
}

function* then(...later: Value[]): Generator<Value> {
  for (let at = 0; at < FIRST; at++) yield { a: 'x' }
  yield* later
}

it.skipIf(skip)('adds a column when a record has a new field', async () => {
  const records = then({ b: 1 }, { a: 'y', __proto__: null, 'c"d': ['e'] }, { b: 2 })
  const { columns, rows } = readSqlite(await encoded(sqlite, records))
  expect(columns).toEqual([
    ['a', 'TEXT'],
    ['b', 'INTEGER'],
    ['c"d', 'TEXT'],
  ])
  expect(rows.length).toBe(FIRST + 3)
  expect(rows.slice(FIRST - 1)).toEqual([
    ['x', null, null],
    [null, 1n, null],
    ['y', null, '["e"]'],
    [null, 2n, null],
  ])
})

it('refuses names that differ in case only', async () => {
  const refusal = (one: string, other: string) =>
    new StageError(
      `sqlite: the fields "${one}" and "${other}" differ in case only, which columns may not: --rename one`,
    )
  await expect(encoded(sqlite, [{ id: '1', ID: '2' }])).rejects.toThrow(refusal('id', 'ID'))
  await expect(encoded(sqlite, then({ A: '1' }))).rejects.toThrow(refusal('a', 'A'))
})

it('refuses text that the library would cut', async () => {
  await expect(encoded(sqlite, [{ a: 'b\0c' }])).rejects.toThrow(
    new StageError('sqlite: text with a null character: "b\\u0000c"'),
  )
})

it.skipIf(skip)('keeps wide rows of which most is nothing', async () => {
  const records = Array.from({ length: 40 }, (_, at) => ({
    [`f${at % 7}`]: `é${at}`,
    [`f${at * 20}`]: '',
    n: at,
  }))
  const path = join(folder, 'file')
  const whole = Object.fromEntries(NAMES.map((name) => [name, 'x']))
  writeFileSync(path, await encoded(sqlite, [whole, ...records]))
  const found = execFileSync('sqlite3', ['-nullvalue', '-', path, 'SELECT * FROM records'])
  const meant = [whole, ...records].map((record: Record<string, Value>) =>
    [...NAMES, 'n'].map((name) => record[name] ?? '-').join('|'),
  )
  expect(found.toString().trimEnd().split('\n')).toEqual(meant)
})

it('leaves no lock after text that it refuses', async () => {
  const opener = (await sqlite.load()) as OpenFileWriter
  const file = new WrittenFile(join(folder, 'o.sqlite'), 'o.sqlite', opener, {})
  file.write({ a: 'b\0c' })
  await expect(file.flush()).rejects.toThrow('null character')
  file.discard()
  expect(readdirSync(folder)).toEqual([])
})

it('takes no more columns than the database has', async () => {
  const record = Object.fromEntries(Array.from({ length: 2001 }, (_, at) => [`f${at}`, 'x']))
  await expect(encoded(sqlite, [record])).rejects.toThrow(
    new OutputError(
      'more than 2000 columns, as "f2000": --select or --columns takes some, this format takes no more',
    ),
  )
})

it('says why there can be no file', async () => {
  const path = join(folder, 'none', 'file')
  await expect(open(path)).rejects.toThrow(
    new OutputError(`sqlite: Could not open the database "${path}"`),
  )
})

it('fills an empty file, which keeps its mode, and leaves nothing beside it', async () => {
  const path = join(folder, 'file')
  writeFileSync(path, '')
  chmodSync(path, 0o640)
  const writer = await open(path)
  writer.write({ a: 'x' })
  writer.end()
  expect(statSync(path).mode & 0o777).toBe(0o640)
  expect(readFileSync(path, 'latin1').slice(0, 15)).toBe('SQLite format 3')
  expect(readdirSync(folder)).toEqual(['file'])
})

it('closes a file that is not finished', async () => {
  const writer = await open()
  for (const record of then({ a: 'y' })) writer.write(record)
  writer.leave()
  expect(readdirSync(folder)).toEqual(['file'])
})

it('is the same from lines, also where these have columns that the table has not', async () => {
  const opener = (await sqlite.load()) as OpenFileWriter
  const database = join(folder, 'before')
  const before = opener.open(database, { isKept: true })
  before.write({ a: 'x', n: 1 })
  before.end()
  const columns = [
    { name: 'a', type: 'text', isDeclared: false },
    { name: 'n', type: 'integer', isDeclared: false },
  ]
  const state = { first: [], rows: 1, schema: { columns, rows: 1, seen: [] } }
  let whole = 0
  /** The file that is written, and what is said. */
  const written = (
    all: Value[],
    options: FormatOptions,
    goesOn: boolean,
    cuts: number[],
    areLines: boolean[],
  ) => {
    const path = join(folder, 'file')
    const said: string[] = []
    const onMixed = (name: string) => said.push(name)
    if (goesOn) copyFileSync(database, path)
    else rmSync(path, { force: true })
    const how = goesOn ? { isKept: true, state } : options
    const file = opener.open(path, { ...how, onMixed })
    const records = JSON.parse(JSON.stringify(all)) as Value[] // no -0
    try {
      for (let at = 0, batch = 0; at < records.length; batch++) {
        const some = records.slice(at, at + (cuts[batch] ?? records.length))
        at += some.length
        if (areLines[batch]) file.writeLines?.(linesOf(some))
        else for (const record of some) file.write(record)
      }
      file.end()
      return { said, bytes: readFileSync(path) }
    } catch (failure) {
      file.leave()
      return { said, error: String(failure) }
    }
  }
  const law = (
    records: Value[],
    options: FormatOptions,
    goesOn: boolean,
    cuts: number[],
    areLines: boolean[],
  ) => {
    const alone = written(records, options, goesOn, [], [])
    if (!alone.error) whole++
    const some = written(records, options, goesOn, cuts, areLines)
    expect({ ...some, bytes: some.bytes?.equals(alone.bytes as Buffer) }).toEqual({
      ...alone,
      bytes: alone.bytes && true,
    })
  }
  fc.assert(fc.property(RECORDS, OPTIONS, fc.boolean(), CUTS, ARE_LINES, law), { numRuns: 60 })
  expect(whole).toBeGreaterThan(20)
})

function linesOf(records: readonly Value[]): Lines {
  const bytes = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return new Lines(bytes, records.length)
}
