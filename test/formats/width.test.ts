// Tables with a column for each of very many names: refused beyond a limit, and written a few rows at a time below it.

import { expect, test } from 'vitest'
import { OutputError } from '../../src/core/errors.ts'
import { arrow } from '../../src/formats/arrow.ts'
import { RowGroup } from '../../src/formats/row-group.ts'
import { csv } from '../../src/formats/separated.ts'
import { sqlite } from '../../src/formats/sqlite.ts'
import { table } from '../../src/formats/table.ts'
import type { Dictionary } from '../../src/record/record.ts'
import { encode } from './encode.ts'
import { encoded } from './written.ts'

const wide = (columns: number): Dictionary =>
  Object.fromEntries(Array.from({ length: columns }, (_, n) => [`f${n}`, '1']))
const apart = (records: number): Dictionary[] =>
  Array.from({ length: records }, (_, n) => ({ [`f${n}`]: '1' }))

const REFUSED = new OutputError(
  'more than 10000 columns, as "f10000": --select or --columns takes some, --max-columns allows more',
)

test.each([csv, table])('a record of 10,001 fields is refused', (format) => {
  expect(() => encode(format, [wide(10_001)])).toThrow(REFUSED)
})

test('so are as many names in as many records, and columns that are asked for', async () => {
  await expect(encoded(arrow, apart(10_001))).rejects.toThrow(REFUSED)
  const columns = Object.keys(wide(10_001))
  expect(() => encode(csv, [], { columns })).toThrow(REFUSED)
  expect(() => encode(csv, [], { fields: columns })).toThrow(REFUSED)
})

test('a higher limit allows more, except of SQLite', async () => {
  expect(encode(csv, [wide(10_001)], { maxColumns: 10_001 })).toHaveLength(78_899)
  const advice = 'more than 2000 columns, as "f2000": --select or --columns takes some, this format'
  for (const records of [[wide(2001)], apart(2001)]) {
    await expect(encoded(sqlite, records, { maxColumns: 9999 })).rejects.toThrow(advice)
  }
})

test('a row of 10,000 fields takes no longer than as many cells elsewhere', () => {
  const records = Array.from({ length: 20 }, () => wide(10_000))
  expect(encode(csv, records).split('\n')).toHaveLength(22)
})

test('a group has the fewer rows the more columns there are', () => {
  const group = new RowGroup()
  expect([1, 64, 65, 1024, 10_000, 10_000_000].map((columns) => group.fit(columns))).toEqual([
    65_536, 65_536, 64_527, 4096, 419, 1,
  ])
})
