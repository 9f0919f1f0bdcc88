// Groups of rows: what stands in the file of each, and what of the memory of a process.

import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { json } from 'node:stream/consumers'
import { tableFromIPC } from 'apache-arrow'
import { ParquetFile } from 'parquet-wasm'
import { describe, expect, it } from 'vitest'
import { StageError } from '../../src/core/errors.ts'
import { arrow } from '../../src/formats/arrow.ts'
import { parquet } from '../../src/formats/parquet.ts'
import type { Value } from '../../src/record/record.ts'
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
