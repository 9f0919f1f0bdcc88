// Looks a table up, and makes the statements that write rows into one.

import { OutputError } from '../core/errors.ts'
import type { Mode } from './address.ts'
import type { Client } from './connect.ts'
import { quoted, quotedTable, shownTable, type TableName } from './names.ts'

export interface TableColumn {
  name: string
  /** As the server writes it. */
  type: string
  /** How a value of it is written: as text, as JSON or as an array. */
  kind: 'text' | 'json' | 'array'
  isRequired: boolean
}

export interface FoundTable {
  columns: TableColumn[]
  /** The columns of each unique index that can say which rows are the same. */
  unique: string[][]
}

/** What is new in a table, or what rows have. */
export interface NewColumn {
  name: string
  type: string
  isRequired?: boolean
}

const EXISTS = 'SELECT to_regclass($1) IS NOT NULL AS found'

const FIND = `SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
  CASE WHEN coalesce(b.typname, t.typname) IN ('json', 'jsonb') THEN 'json'
    WHEN t.typcategory = 'A' THEN 'array' ELSE 'text' END AS kind,
  a.attnotnull AS "isRequired"
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`

const UNIQUE = `SELECT (SELECT json_agg(a.attname) FROM unnest(i.indkey) WITH ORDINALITY k(attnum, place)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
  WHERE k.place <= i.indnkeyatts) AS names
FROM pg_catalog.pg_index i
WHERE i.indrelid = to_regclass($1) AND i.indisunique AND i.indisvalid AND i.indimmediate
  AND i.indpred IS NULL AND i.indexprs IS NULL`

/** Nothing where there is none of the name. */
export async function findTable(client: Client, table: TableName): Promise<FoundTable | undefined> {
  const name = [quotedTable(table)]
  const there = await client.query<{ found: boolean }>(EXISTS, name)
  if (!there.rows[0]?.found) return undefined
  const { rows: columns } = await client.query<TableColumn>(FIND, name)
  const { rows: unique } = await client.query<{ names: string[] }>(UNIQUE, name)
  return { columns, unique: unique.map(({ names }) => names) }
}

/** What identifies the database while its server runs. */
export async function databaseOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ database: string }>(
    `SELECT pg_postmaster_start_time()::text || ' ' || current_database() AS database`,
  )
  return rows[0]?.database ?? ''
}

/** @throws OutputError when rows could not be found by the keys. */
export function checkKeys({ unique }: FoundTable, keys: readonly string[], table: TableName): void {
  const isKey = (names: readonly string[]) =>
    names.length === keys.length && keys.every((key) => names.includes(key))
  if (unique.some(isKey)) return
  const columns = keys.map(quoted).join(', ')
  throw new OutputError(
    `mode=upsert needs a unique index of the table ${shownTable(table)} on its key: CREATE UNIQUE INDEX ON ${quotedTable(table)} (${columns})`,
  )
}

/** Before the first row of a table that is there. */
export function preparing(table: TableName, mode: Mode): string[] {
  if (mode !== 'replace') return []
  const name = quotedTable(table)
  // who reads has the old rows until the end; two that replace them wait for each other
  return [`LOCK TABLE ${name} IN SHARE ROW EXCLUSIVE MODE`, `DELETE FROM ${name}`]
}

export function creating(
  table: TableName,
  columns: readonly NewColumn[],
  keys: readonly string[],
): string {
  const key = keys.length > 0 ? [`PRIMARY KEY (${keys.map(quoted).join(', ')})`] : []
  return `CREATE TABLE ${quotedTable(table)} (${[...columns.map(definition), ...key].join(', ')})`
}

export function adding(table: string, columns: readonly NewColumn[]): string {
  const added = columns.map((column) => `ADD COLUMN ${definition(column)}`)
  return `ALTER TABLE ${table} ${added.join(', ')}`
}

export function copying(table: string, columns: readonly NewColumn[]): string {
  const names = columns.map(({ name }) => quoted(name)).join(', ')
  return `COPY ${table} (${names}) FROM STDIN (FORMAT text, ENCODING 'UTF8')`
}

export function definition({ name, type, isRequired }: NewColumn): string {
  return `${quoted(name)} ${type}${isRequired ? ' NOT NULL' : ''}`
}
