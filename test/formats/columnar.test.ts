// Groups of rows: what stands in the file of each, and what of the memory of a process.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { json } from 'node:stream/consumers'
import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { ParquetFile } from 'parquet-wasm'
import { describe, expect, it } from 'vitest'
import { StageError } from '../../src/core/errors.ts'
import { arrow } from '../../src/formats/arrow.ts'
import type { Encoded, FormatOptions, OpenEncoder } from '../../src/formats/format.ts'
import { isPieces } from '../../src/formats/format.ts'
import { parquet } from '../../src/formats/parquet.ts'
import { Lines } from '../../src/record/lines.ts'
import type { Value } from '../../src/record/record.ts'
import { ARE_LINES, CUTS, OPTIONS, RECORDS } from './random-records.ts'
import { encoded } from './written.ts'

const GROUP = 65_536 // rows at most

function* rows(count: number): Generator<Value> {
  for (let at = 0; at < count; at++) yield { id: at }
}

async function rowGroups(records: Iterable<Value>): Promise<number[]> {
  const bytes = await encoded(parquet, records)
  const file = await ParquetFile.fromFile(new Blob([bytes as Uint8Array<ArrayBuffer>]))
  return file
    .metadata()
    .rowGroups()
    .map((group) => group.numRows())
}

async function batches(records: Iterable<Value>): Promise<number[]> {
  return tableFromIPC(await encoded(arrow, records)).batches.map(({ numRows }) => numRows)
}

describe.each([
  ['parquet', rowGroups],
  ['arrow', batches],
])('groups of rows in %s', (_, groups) => {
  it('have so many rows', async () => {
    expect(await groups(rows(GROUP - 1))).toEqual([GROUP - 1])
    expect(await groups(rows(GROUP))).toEqual([GROUP])
    expect(await groups(rows(2 * GROUP + 1))).toEqual([GROUP, GROUP, 1])
  })

  it('have fewer rows when those are long', async () => {
    const long = Array.from({ length: 5 }, () => ({ a: ['x'.repeat(6 * 2 ** 20)] }))
    expect(await groups(long)).toEqual([3, 2])
  })
})

it.each([parquet, arrow])('$name fails when a later group has a new field', async (format) => {
  const records = [...rows(GROUP), { id: 1, new: 'x' }]
  await expect(encoded(format, records)).rejects.toThrow(
    new StageError(
      `${format.name}: record ${GROUP + 1} has a field that the first had not, "new": name all columns with --columns or --shape`,
    ),
  )
})

it.each([parquet, arrow])('$name refuses a record that is too deep', async (format) => {
  let deep: Value = 'x'
  for (let level = 0; level < 100_000; level++) deep = [deep]
  await expect(encoded(format, [{ a: deep }])).rejects.toThrow(
    new StageError(`${format.name}: record 1 is too deep or too long for a table`),
  )
})

describe.each([arrow, parquet])('$name is the same from lines', (format) => {
  it('of any records, in any batches', async () => {
    const opener = (await format.load()) as OpenEncoder
    let whole = 0
    const law = (records: Value[], options: FormatOptions, cuts: number[], areLines: boolean[]) => {
      const alone = written(opener, options, records, [], [])
      if (!alone.error) whole++
      expect(written(opener, options, records, cuts, areLines)).toEqual(alone)
    }
    fc.assert(fc.property(RECORDS, OPTIONS, CUTS, ARE_LINES, law), { numRuns: 300 })
    expect(whole).toBeGreaterThan(100)
  })

  it('of more than a group, with texts and numbers of all lengths', async () => {
    const opener = (await format.load()) as OpenEncoder
    const records: Value[] = []
    for (let at = 0; at < GROUP + 9000; at++) {
      const record: Record<string, Value> = {
        a: `${at}`.repeat(at % 7),
        n: at,
        x: at / 7,
        y: at / -8,
      }
      if (at % 3 > 0) record.b = at % 5 ? 'é€😀'.repeat(at % 4) : `"${at}\n`
      if (at % 4 === 0) record.t = at % 8 === 0
      if (at % 1000 === 0) record.c = { at, text: ['x'.repeat(20_000), '\u0001'] }
      records.push(record)
    }
    const alone = written(opener, {}, records, [], [])
    expect(
      written(opener, {}, records, new Array(30).fill(2731), new Array(30).fill(true)),
    ).toEqual(alone)
  })
})

/** What is written of records, some of them as lines, and what is said of them. */
function written(
  opener: OpenEncoder,
  options: FormatOptions,
  all: readonly Value[],
  cuts: readonly number[],
  areLines: readonly boolean[],
) {
  const records = JSON.parse(JSON.stringify(all)) as Value[] // no -0
  const pieces: Buffer[] = []
  const mixed: string[] = []
  const add = (data: Encoded) => {
    // copies: what comes next may be written over them
    if (!isPieces(data)) pieces.push(Buffer.from(data as string))
    else for (const piece of data) pieces.push(Buffer.from(piece))
  }
  let error: string | undefined
  try {
    const encoder = opener.open({ ...options, onMixed: (name) => mixed.push(name) })
    for (let at = 0, batch = 0; at < records.length; batch++) {
      const some = records.slice(at, at + (cuts[batch] ?? records.length))
      at += some.length
      if (areLines[batch] && encoder.encodeLines) {
        for (const { bytes } of encoder.encodeLines(linesOf(some))) pieces.push(Buffer.from(bytes))
      } else for (const record of some) add(encoder.encode(record))
    }
    add(encoder.end())
  } catch (failure) {
    error = String(failure)
  }
  const hash = createHash('sha256')
  for (const piece of error ? [] : pieces) hash.update(piece)
  return { hash: hash.digest('hex'), mixed, error }
}

function linesOf(records: readonly Value[]): Lines {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('')
  return new Lines(Buffer.from(text), records.length)
}

describe('memory does not grow with the rows', () => {
  it.each(['parquet', 'arrow', 'sqlite'])(
    'of %s',
    async (format) => {
      const [few, many] = [await peakOf(format, 100_000), await peakOf(format, 400_000)]
      expect(many).toBeLessThan(400)
      expect(many - few).toBeLessThan(80) // the heap of a longer run is larger, once
    },
    300_000,
  )
})

/** The peak of the resident memory of a process that writes so many rows, in MB. */
async function peakOf(format: string, rows: number): Promise<number> {
  const args = ['--import', resolve('bench/usage.js'), resolve('bench/formats.js'), format]
  const child = spawn(process.execPath, [...args, String(rows)], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  const { memory } = (await json(child.stdio[3] as Readable)) as { memory: number }
  return memory
}
