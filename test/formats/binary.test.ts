// The binary formats, as other libraries read them: what is in every file, whatever the format.

import fc from 'fast-check'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { snappyCompress } from 'hysnappy'
import { describe, expect, it } from 'vitest'
import { arrow, arrows } from '../../src/formats/arrow.ts'
import type { Format } from '../../src/formats/format.ts'
import { parquet } from '../../src/formats/parquet.ts'
import type { Cell } from '../../src/formats/schema.ts'
import { sqlite } from '../../src/formats/sqlite.ts'
import type { Dictionary, Value } from '../../src/record/record.ts'
import {
  encoded,
  type Found,
  NO_SQLITE,
  readArrow,
  readArrowStream,
  readParquetFile,
  readSqlite,
} from './written.ts'

interface Case {
  format: Pick<Format, 'name' | 'load'>
  read(bytes: Uint8Array): Found
  /** What it calls the types text, integer, number, boolean, json. */
  types: string[]
  skip?: string | undefined
}

const CASES: Case[] = [
  {
    format: parquet,
    read: readParquetFile,
    types: ['Utf8', 'Int64', 'Float64', 'Bool', 'Utf8'],
  },
  { format: arrow, read: readArrow, types: ['Utf8', 'Int64', 'Float64', 'Bool', 'Utf8'] },
  { format: arrows, read: readArrowStream, types: ['Utf8', 'Int64', 'Float64', 'Bool', 'Utf8'] },
  {
    format: sqlite,
    read: readSqlite,
    types: ['TEXT', 'INTEGER', 'REAL', 'BOOLEAN', 'TEXT'],
    skip: process.env.CI ? undefined : NO_SQLITE,
  },
]

/** Text of any characters but the null character, which no XML has. */
const TEXT = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
  fc.constantFrom('', ' ', '007', 'null', "'", '"', '\\', 'a\nb', '€ 🚌', 'NaN', '1e5', ','),
)

const NAME = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', '@id', '#text', 'a.b', 'a"b', 'rowid', 'straße', '0'),
  TEXT.filter((text) => text !== ''),
)

const NESTED = fc.oneof(
  fc.array(TEXT, { maxLength: 3 }),
  fc.dictionary(NAME, fc.oneof(TEXT, fc.array(TEXT, { maxLength: 2 })), { maxKeys: 3 }),
)

const KINDS: Record<string, fc.Arbitrary<Value>> = {
  text: TEXT,
  integer: fc.maxSafeInteger(),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  boolean: fc.boolean(),
  nested: NESTED as fc.Arbitrary<Value>,
}

interface Table {
  columns: { name: string; kind: string }[]
  records: Dictionary[]
}

/** Records whose fields are of one kind each, missing in some and null in others. */
const TABLE: fc.Arbitrary<Table> = fc
  .uniqueArray(fc.record({ name: NAME, kind: fc.constantFrom(...Object.keys(KINDS)) }), {
    selector: ({ name }) => name.toLowerCase(),
    maxLength: 5,
  })
  .chain((columns) => {
    const fields = columns.map(({ name, kind }) =>
      fc.tuple(
        fc.constant(name),
        fc.oneof(
          { arbitrary: KINDS[kind] as fc.Arbitrary<Value>, weight: 6 },
          { arbitrary: fc.constant(null), weight: 1 },
          { arbitrary: fc.constant(undefined), weight: 1 },
        ),
      ),
    )
    const record = fc
      .tuple(...fields)
      .map(
        (entries) =>
          Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Dictionary,
      )
    return fc.record({ columns: fc.constant(columns), records: fc.array(record, { maxLength: 5 }) })
  })

describe.each(CASES)('$format.name', ({ format, read, types, skip }) => {
  const [text, integer, number, boolean, json] = types as [string, string, string, string, string]
  const find = async (...given: [Iterable<Value>, object?]) => read(await encoded(format, ...given))

  it.skipIf(skip)(`keeps every record${skip ? ` (${skip})` : ''}`, async () => {
    let values = 0
    const law = async ({ columns, records }: Table) => {
      const found = await find(records)
      expect(found.rows.length).toBe(records.length)
      const names = [...new Set(records.flatMap((record) => Object.keys(record)))]
      expect(found.columns.map(([name]) => name)).toEqual(names.length === 0 ? ['#text'] : names)
      for (const [row, record] of records.entries()) {
        for (const [at, name] of names.entries()) {
          const { kind } = columns.find((column) => column.name === name) as { kind: string }
          const value = Object.hasOwn(record, name) ? (record[name] as Value) : null
          expect(plain(found.rows[row]?.[at] as Cell, kind)).toEqual(wanted(value, kind))
          values++
        }
      }
    }
    await fc.assert(fc.asyncProperty(TABLE, law), { numRuns: 60 })
    expect(values).toBeGreaterThan(60) // or the law was hardly tried
  })

  it.skipIf(skip)('distinguishes empty text from none', async () => {
    const { rows } = await find([{ a: '', b: null }, { b: '' }])
    expect(rows).toEqual([
      ['', null],
      [null, ''],
    ])
  })

  it.skipIf(skip)('takes no text for a number', async () => {
    const { columns, rows } = await find([{ a: '007' }, { a: '7' }])
    expect(columns).toEqual([['a', text]])
    expect(rows).toEqual([['007'], ['7']])
  })

  it.skipIf(skip)('finds the types of its columns in the values', async () => {
    const { columns } = await find([
      { t: 'a', i: 1, n: 1, b: true, j: ['x'], nothing: null, mixed: 1 },
      { t: 'b', i: 2, n: 0.5, b: false, j: { y: '1' }, mixed: 'x' },
    ])
    expect(columns).toEqual([
      ['t', text],
      ['i', integer],
      ['n', number],
      ['b', boolean],
      ['j', json],
      ['nothing', text],
      ['mixed', text],
    ])
  })

  it.skipIf(skip)('writes a file of no records', async () => {
    expect(await find([])).toEqual({ columns: [['#text', text]], rows: [] })
    const options = { columns: ['b', 'a'], types: new Map([['a', 'integer']]) }
    expect(await find([], options)).toEqual({
      columns: [
        ['b', text],
        ['a', integer],
      ],
      rows: [],
    })
  })

  it.skipIf(skip)('writes records that are no dictionaries', async () => {
    const { columns, rows } = await find(['a', null, ['b'], { '#text': 'c' }])
    expect(columns).toEqual([['#text', text]])
    expect(rows).toEqual([['a'], [null], ['["b"]'], ['c']])
  })

  it.skipIf(skip)('writes the chosen columns alone, in their order', async () => {
    const { columns, rows } = await find([{ a: '1', b: '2', c: '3' }], { columns: ['c', 'a', 'x'] })
    expect(columns.map(([name]) => name)).toEqual(['c', 'a', 'x'])
    expect(rows).toEqual([['3', '1', null]])
  })

  it.skipIf(skip)('keeps the least and the greatest integer that were declared', async () => {
    const texts = ['-9223372036854775808', '9223372036854775807', '+007']
    const { rows } = await find(
      texts.map((a) => ({ a })),
      { types: new Map([['a', 'integer']]) },
    )
    expect(rows).toEqual([[-(2n ** 63n)], [2n ** 63n - 1n], [7n]])
  })

  it.skipIf(skip)(
    'keeps more rows than one group has',
    async () => {
      const rows = 150_000
      const record = (at: number) => ({ id: String(at), name: at % 3 === 0 ? null : `🚌${at % 7}` })
      const found = await find(Array.from({ length: rows }, (_, at) => record(at)))
      expect(found.rows.length).toBe(rows)
      const wrong = found.rows.findIndex(
        ([id, name], at) => id !== String(at) || name !== record(at).name,
      )
      expect(wrong).toBe(-1)
    },
    120_000,
  )

  it.skipIf(skip)('keeps long texts', async () => {
    const records = Array.from({ length: 50 }, (_, at) => ({ id: at, text: `${at}é`.repeat(3e5) }))
    const { rows } = await find(records)
    expect(rows.map(([id]) => Number(id))).toEqual(records.map(({ id }) => id))
    expect(rows.every(([, found], at) => found === records[at]?.text)).toBe(true)
  })
})

/** What was read, as it can be compared: -0 is 0, as in JSON. */
function plain(cell: Cell, kind: string): Cell {
  if (cell === null) return null
  if (kind === 'integer' || kind === 'number') return Number(cell) + 0
  return kind === 'boolean' ? Boolean(cell) : cell
}

function wanted(value: Value, kind: string): Cell {
  if (value === null) return null
  return kind === 'nested' ? JSON.stringify(value) : plain(value as Cell, kind)
}

describe('parquet', () => {
  const FEW = fc.constantFrom('', 'a', 'b', 'street', 'x'.repeat(70), `${'x'.repeat(70)}y`)
  // of others the library takes characters for bytes where it asks whether a dictionary is worth it
  const COLUMN = fc.oneof(FEW, fc.string({ unit: 'grapheme-ascii' }), fc.constant(null))
  const RECORDS = fc
    .array(fc.tuple(FEW, COLUMN, fc.constant(null), COLUMN), { minLength: 1, maxLength: 40 })
    .map((rows) => rows.map(([a, b, none, c]) => ({ a, b: b ?? 'not null', none, c })))

  it('writes texts as its library does, byte by byte', async () => {
    const law = async (records: Dictionary[]) => {
      const bytes = new ByteWriter()
      const names = ['a', 'b', 'none', 'c']
      const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }
      const fields = names.map((name) => ({ name, repetition_type: 'OPTIONAL', ...text }))
      const schema = [
        { name: 'records', num_children: 4 },
        ...fields,
      ] as (typeof ParquetWriter.prototype)['schema']
      const compressors = { SNAPPY: snappyCompress }
      const writer = new ParquetWriter({ writer: bytes, schema, compressors, createdBy: 'cosax' })
      writer.write({
        columnData: names.map((name) => ({ name, data: records.map((record) => record[name]) })),
      })
      writer.finish()
      const types = new Map(names.map((name) => [name, 'text' as const]))
      const written = await encoded(parquet, records, { types })
      expect(Buffer.from(written)).toEqual(Buffer.from(bytes.getBytes()))
    }
    await fc.assert(fc.asyncProperty(RECORDS, law), { numRuns: 60 })
  })

  it('keeps long texts that fill several pages', async () => {
    const records = Array.from({ length: 5000 }, (_, n) =>
      n % 7 === 3 ? { few: `${n % 3}` } : { few: 'a', long: `${n}`.padStart(n % 1000, 'é') },
    )
    const { rows } = readParquetFile(await encoded(parquet, records))
    expect(rows).toEqual(records.map(({ few, long = null }) => [few, long]))
  })
})
