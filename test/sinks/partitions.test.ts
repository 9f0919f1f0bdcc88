import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { formatOf } from '../../src/formats/formats.ts'
import type { Value } from '../../src/record/record.ts'
import type { Writing } from '../../src/record/writing.ts'
import { Claims } from '../../src/sinks/claims.ts'
import { Partitions } from '../../src/sinks/partitions.ts'
import { openFiles } from './system.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cosax-'))
})

afterEach(() => rmSync(directory, { recursive: true }))

async function open(name: string, writing: Writing = {}): Promise<Partitions> {
  const destination = join(directory, name)
  const { format: asked, compression } = formatOf(destination, writing.format)
  const format = await asked.load()
  if (format.makes !== 'bytes') throw new Error('not bytes')
  const { columns } = writing
  const options = columns ? { columns } : {}
  const claims = new Claims()
  return new Partitions({
    destination,
    claims,
    format,
    options,
    writing,
    ...(compression && { compression }),
  })
}

async function written(name: string, records: Value[], writing: Writing = {}): Promise<Partitions> {
  const parts = await open(name, writing)
  for (const record of records) parts.write(record)
  await parts.flush()
  parts.commit()
  return parts
}

/** All files, by their paths. */
function files(): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
  const paths = names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    paths.sort().map((path) => [path.slice(directory.length + 1), readFileSync(path, 'utf8')]),
  )
}

const ROUTES = [
  { route: '22', id: '1' },
  { route: '36', id: '2' },
  { route: '22', id: '3' },
]

describe('a file for each value', () => {
  test('has its records, in order, in folders made for it', async () => {
    const { records } = await written('by/{route}/all.csv', ROUTES)
    expect(records).toBe(3)
    expect(files()).toEqual({
      'by/22/all.csv': 'route,id\n22,1\n22,3\n',
      'by/36/all.csv': 'route,id\n36,2\n',
    })
  })

  test('has what stands around records, too', async () => {
    await written('{route}.json', ROUTES)
    expect(JSON.parse(files()['22.json'] ?? '')).toEqual([ROUTES[0], ROUTES[2]])
  })

  test('receives a record for each value of a field that repeats', async () => {
    const { records } = await written('{tag}.jsonl', [{ tag: ['x', 'y'] }, { tag: 'y' }])
    expect(records).toBe(2)
    expect(files()).toEqual({
      'x.jsonl': '{"tag":["x","y"]}\n',
      'y.jsonl': '{"tag":["x","y"]}\n{"tag":"y"}\n',
    })
  })

  test('appears at the end, and replaces what was there', async () => {
    writeFileSync(join(directory, '22.jsonl'), 'old\n')
    const parts = await open('{route}.jsonl')
    for (const record of ROUTES) parts.write(record)
    expect(files()).toEqual({ '22.jsonl': 'old\n' })
    await parts.flush()
    parts.commit()
    expect(Object.keys(files())).toEqual(['22.jsonl', '36.jsonl'])
    expect(files()['22.jsonl']).toBe('{"route":"22","id":"1"}\n{"route":"22","id":"3"}\n')
  })

  test('leaves nothing when it is discarded, folders included, but what was there', async () => {
    mkdirSync(join(directory, 'by'))
    const parts = await open('by/{route}/x/y.jsonl')
    for (const record of ROUTES) parts.write(record)
    await parts.flush()
    expect(Object.keys(files())).toHaveLength(2)
    parts.discard()
    expect(readdirSync(directory, { recursive: true })).toEqual(['by'])
  })

  test('is not open while others are written, and all of a file is whole in the end', async () => {
    const parts = await open('{n}.csv', { columns: ['n', 'text'] })
    const text = 'x'.repeat(2000)
    for (let round = 0; round < 5; round++) {
      for (let n = 0; n < 3000; n++) parts.write({ n, text })
    }
    expect(openFiles(directory)).toEqual([])
    await parts.flush()
    parts.commit()
    const all = Object.values(files())
    expect(all).toHaveLength(3000)
    expect(new Set(all.map((file) => file.split('\n').length))).toEqual(new Set([7]))
  })

  test('does not let tables that wait for their columns fill the memory', async () => {
    const parts = await open('{n}.csv')
    const text = 'x'.repeat(10_000)
    for (let n = 0; n < 2000; n++) parts.write({ n, text })
    expect(Object.keys(files()).length).toBeGreaterThan(1000)
    parts.discard()
  })

  test('is one of so many at most', async () => {
    const parts = await open('{route}.jsonl', { files: 1 })
    parts.write({ route: '1' })
    parts.write({ route: '1' })
    expect(() => parts.write({ route: '2' })).toThrow(OutputError)
    expect(() => parts.write({ route: '2' })).toThrow('more than 1 files: --max-files allows more')
  })

  test('is one of 10,000 for one record at most', async () => {
    const parts = await open('{a}{b}.jsonl')
    const many = Array.from({ length: 200 }, (_, n) => `${n}-`)
    expect(() => parts.write({ a: many, b: many })).toThrow('a record in more than 10000 files')
    parts.discard()
    expect(files()).toEqual({})
  })

  test('cannot be a folder', async () => {
    mkdirSync(join(directory, '22.jsonl'))
    const parts = await open('{route}.jsonl')
    expect(() => parts.write({ route: '22' })).toThrow(`${directory}/22.jsonl: is no regular file`)
  })

  test('cannot be below a file', async () => {
    writeFileSync(join(directory, '22'), '')
    const parts = await open('{route}/x.jsonl')
    expect(() => parts.write({ route: '22' })).toThrow(OutputError)
  })

  test('may be compressed, in several pieces', async () => {
    const parts = await open('{a}.jsonl.gz')
    const text = 'x'.repeat(100_000)
    for (let n = 0; n < 20; n++) parts.write({ a: '1', text })
    await parts.flush()
    parts.commit()
    const content = gunzipSync(readFileSync(join(directory, '1.jsonl.gz'))).toString()
    expect(content).toBe(`{"a":"1","text":"${text}"}\n`.repeat(20))
  })

  test('may be added to, with one header', async () => {
    for (const id of ['1', '2']) {
      await written('{route}.csv', [{ route: '22', id }], {
        append: true,
        columns: ['route', 'id'],
      })
    }
    expect(files()).toEqual({ '22.csv': 'route,id\n22,1\n22,2\n' })
  })

  test('that is added to keeps what it was given when it is discarded', async () => {
    const parts = await open('{route}.jsonl', { append: true })
    parts.write({ route: '22' })
    parts.discard()
    await parts.flush()
    expect(files()).toEqual({ '22.jsonl': '{"route":"22"}\n' })
  })
})

describe('one file after the other', () => {
  test('has so many records each, and its own header', async () => {
    const { records } = await written('a.csv', ROUTES, { rotate: { records: 2 } })
    expect(records).toBe(3)
    expect(files()).toEqual({
      'a-0001.csv': 'route,id\n22,1\n36,2\n',
      'a-0002.csv': 'route,id\n22,3\n',
    })
  })

  test('ends with the record that reaches a size', async () => {
    const records = Array.from({ length: 5 }, () => 'x'.repeat(7)) // 10 bytes a line
    await written('a.jsonl', records, { rotate: { bytes: 20 } })
    expect(Object.values(files()).map((file) => file.length)).toEqual([20, 20, 10])
  })

  test('counts what it holds back for its size', async () => {
    const records = Array.from({ length: 100 }, (_, n) => ({ n, text: 'x'.repeat(100) }))
    await written('a.csv', records, { rotate: { bytes: 1000 } })
    expect(Object.keys(files()).length).toBeGreaterThan(5)
  })

  test('appears when it is full, and stays when the rest is discarded', async () => {
    const parts = await open('a.jsonl', { rotate: { records: 2 } })
    for (const record of ROUTES) parts.write(record)
    expect(files()).toEqual({
      'a-0001.jsonl': '{"route":"22","id":"1"}\n{"route":"36","id":"2"}\n',
    })
    parts.discard()
    expect(Object.keys(files())).toEqual(['a-0001.jsonl'])
  })

  test('is there without records, too', async () => {
    await written('a.json', [], { rotate: { records: 2 } })
    expect(files()).toEqual({ 'a-0001.json': '[]\n' })
  })

  test('may be one for each value', async () => {
    await written('{route}.jsonl.gz', ROUTES, { rotate: { records: 1 } })
    expect(Object.keys(files())).toEqual([
      '22-0001.jsonl.gz',
      '22-0002.jsonl.gz',
      '36-0001.jsonl.gz',
    ])
  })
})

test('without records there is no file for a value', async () => {
  await written('by/{route}.json', [])
  expect(existsSync(join(directory, 'by'))).toBe(false)
})
