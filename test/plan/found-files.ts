// Reads files of every format with other libraries, and says what they should find there.

import { execFileSync } from 'node:child_process'
import { gunzipSync } from 'node:zlib'
import papaparse from 'papaparse'
import sax from 'sax'
import {
  type Found,
  readArrow,
  readArrowStream,
  readParquetFile,
  readSqlite,
} from '../formats/written.ts'
import type { Expected } from './expected-files.ts'
import { type Outlet, type Rec, TABLES } from './random-output.ts'

/** What is in a file: columns where there are some that are known, and rows without what is empty; or its text. */
export interface Content {
  columns?: string[]
  rows?: Record<string, unknown>[]
  text?: string
}

export function found(bytes: Buffer, outlet: Outlet, hasColumns: boolean): Content {
  const plain = unpacked(bytes, outlet)
  const { format } = outlet
  if (format === 'text') return { text: plain.toString() }
  if (format === 'json') return { rows: JSON.parse(plain.toString()).map(full) }
  if (format === 'jsonl')
    return { rows: linesOf(plain.toString()).map((line) => full(JSON.parse(line))) }
  if (format === 'xml') return { rows: elementsOf(plain.toString()).map(full) }
  const { columns, rows } =
    format === 'csv' || format === 'tsv' ? separated(plain, format) : table(plain, format)
  return {
    ...(hasColumns && { columns }),
    rows: rows.map((row) => full(Object.fromEntries(row.map((cell, at) => [columns[at], cell])))),
  }
}

/** What is to be found in it. */
export function content({ outlet, records, columns }: Expected): Content {
  const { format } = outlet
  if (format === 'text') {
    const cells = (record: Rec) =>
      columns ? columns.map((name) => record[name]) : Object.values(record)
    return { text: records.map((record) => `${cells(record).map(cellOf).join('\t')}\n`).join('') }
  }
  if (!TABLES.includes(format)) return { rows: records.map(full) }
  const names = (record: Rec) => columns ?? Object.keys(record)
  return {
    ...(columns && { columns }),
    rows: records.map((record) =>
      full(Object.fromEntries(names(record).map((name) => [name, cellOf(record[name])]))),
    ),
  }
}

function cellOf(value: Rec['k'] | undefined): string {
  return Array.isArray(value) ? JSON.stringify(value) : (value ?? '')
}

function full(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== null && value !== ''),
  )
}

/** What is in it without compression. */
export function unpacked(bytes: Buffer, { compression }: Outlet): Buffer {
  if (compression === '.gz') return gunzipSync(bytes)
  if (compression === '.zst')
    return execFileSync('zstd', ['-dcq'], { input: bytes, maxBuffer: 2 ** 28 })
  return bytes
}

function linesOf(text: string): string[] {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new Error('the last line has no end')
  return lines
}

function separated(bytes: Buffer, format: string): { columns: string[]; rows: unknown[][] } {
  const text = bytes.toString()
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line has no end')
  const delimiter = format === 'csv' ? ',' : '\t'
  const { data, errors } = papaparse.parse<string[]>(text.slice(0, -1), {
    delimiter,
    newline: '\n',
  })
  if (text !== '' && errors.length > 0) throw new Error(errors[0]?.message)
  const [columns = [], ...rows] = text === '' ? [] : data
  for (const row of rows)
    if (row.length !== columns.length) throw new Error('a row of other length')
  return { columns, rows }
}

const READERS: Record<string, (bytes: Uint8Array) => Found> = {
  parquet: readParquetFile,
  arrow: readArrow,
  arrows: readArrowStream,
  sqlite: readSqlite,
}

function table(bytes: Buffer, format: string): { columns: string[]; rows: unknown[][] } {
  const { columns, rows } = (READERS[format] as (bytes: Uint8Array) => Found)(bytes)
  return { columns: columns.map(([name]) => name), rows }
}

/** The children of the root, as dictionaries. */
function elementsOf(text: string): Record<string, unknown>[] {
  const records: Record<string, string[]>[] = []
  const parser = sax.parser(true)
  const open: string[] = []
  parser.onopentag = ({ name }) => {
    open.push(name)
    const record = records.at(-1)
    if (open.length === 2) records.push({})
    else if (open.length === 3 && record) record[name] = [...(record[name] ?? []), '']
  }
  parser.ontext = (piece) => {
    const values = open.length === 3 ? records.at(-1)?.[open[2] as string] : undefined
    if (values) values[values.length - 1] += piece
  }
  parser.onclosetag = () => open.pop()
  parser.onerror = (error) => {
    throw error
  }
  parser.write(text).close()
  return records.map((record) => {
    const fields = Object.entries(record)
    return Object.fromEntries(
      fields.map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
    )
  })
}
