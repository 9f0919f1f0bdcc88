// Writes records with a format, and reads them back with other libraries.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { readParquet, Table } from 'parquet-wasm'
import {
  type Encoded,
  type Format,
  type FormatOptions,
  isPieces,
} from '../../src/formats/format.ts'
import type { Cell } from '../../src/formats/schema.ts'
import type { Value } from '../../src/record/record.ts'

/** What a reader finds in a file: names and types of columns, rows of cells. */
export interface Found {
  columns: [name: string, type: string][]
  rows: Cell[][]
}

/** The bytes of a file of these records. */
export async function encoded(
  format: Pick<Format, 'name' | 'load'>,
  records: Iterable<Value>,
  options: FormatOptions = {},
): Promise<Uint8Array> {
  const opener = await format.load()
  if (opener.makes === 'file') return fileOf((path) => fill(opener.open(path, options), records))
  const encoder = opener.open(options)
  const parts: (string | Uint8Array)[] = []
  const add = (data: Encoded) => {
    if (isPieces(data)) for (const piece of data) parts.push(Buffer.from(piece))
    else parts.push(data)
  }
  for (const record of records) add(encoder.encode(record))
  add(encoder.end())
  return Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)))
}

function fill(
  writer: { write(record: Value): void; end(): void; leave(): void },
  records: Iterable<Value>,
): void {
  try {
    for (const record of records) writer.write(record)
    writer.end()
  } catch (error) {
    writer.leave()
    throw error
  }
}

function fileOf(write: (path: string) => void): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'cosax-formats-'))
  try {
    const path = join(folder, 'file')
    write(path)
    return readFileSync(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export function readArrow(bytes: Uint8Array): Found {
  const table = tableFromIPC(bytes)
  const columns = table.schema.fields.map((_, at) => table.getChildAt(at))
  return {
    columns: table.schema.fields.map(({ name, type }) => [name, String(type)]),
    rows: Array.from({ length: table.numRows }, (_, row) =>
      columns.map((column) => column?.get(row) ?? null),
    ),
  }
}

/** Read in Rust, then again in JavaScript. */
export function readArrowStream(bytes: Uint8Array): Found {
  return readArrow(Table.fromIPCStream(bytes).intoIPCStream())
}

export function readParquetFile(bytes: Uint8Array): Found {
  return readArrow(readParquet(bytes).intoIPCStream())
}

/** Why databases cannot be read here, if so. */
export const NO_SQLITE: string | undefined =
  spawnSync('sqlite3', ['--version']).status === 0 ? undefined : 'no command sqlite3'

/** Every cell comes as its type and hexadecimal digits: no value can be mistaken for what separates them. */
export function readSqlite(bytes: Uint8Array): Found {
  const folder = mkdtempSync(join(tmpdir(), 'cosax-formats-'))
  try {
    const path = join(folder, 'file')
    writeFileSync(path, bytes)
    const ask = (sql: string) => {
      const lines = execFileSync('sqlite3', [path], { input: sql, maxBuffer: 2 ** 30 }).toString()
      return lines.split('\n').slice(0, -1)
    }
    const columns = ask(`SELECT hex(name) || ':' || type FROM pragma_table_info('records');`).map(
      (line): [string, string] => {
        const [name = '', type = ''] = line.split(':')
        return [textOfHex(name), type]
      },
    )
    const cells = columns.map(([name]) => {
      const quoted = `"${name.replaceAll('"', '""')}"`
      return `typeof(${quoted}) || ':' || CASE typeof(${quoted}) WHEN 'text' THEN hex(${quoted}) WHEN 'real' THEN hex(ieee754_to_blob(${quoted})) ELSE quote(${quoted}) END`
    })
    const rows = ask(`SELECT ${cells.join(` || ',' || `)} FROM records;`)
    return { columns, rows: rows.map((line) => line.split(',').map(cellOf)) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function cellOf(text: string): Cell {
  const [type, value = ''] = text.split(':')
  if (type === 'null') return null
  if (type === 'integer') return BigInt(value)
  // SQLite prints the smallest numbers with a last digit that is another
  return type === 'real' ? Buffer.from(value, 'hex').readDoubleBE() : textOfHex(value)
}

function textOfHex(digits: string): string {
  return Buffer.from(digits, 'hex').toString()
}
