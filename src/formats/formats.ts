// Lists the formats, and finds the one that a destination is written in. Each is loaded when it is needed.

import { UsageError } from '../core/errors.ts'
import type { Format } from './format.ts'

const GROUP = 'a group of rows: 65,536, or 16 MiB of values'
const MOST_GROUPS = 32

/** In the order of the help. */
export const FORMATS: readonly Format[] = [
  {
    name: 'jsonl',
    title: 'JSON lines',
    suffixes: ['.jsonl', '.ndjson'],
    summary: 'a line of JSON each',
    memory: 'O(1)',
    isAppendable: true,
    takesLines: true,
    keepsLines: true,
    takes: [],
    isResumable: true,
    load: async () => (await import('./jsonl.ts')).jsonl,
  },
  {
    name: 'json',
    title: 'JSON',
    suffixes: ['.json'],
    summary: 'one array',
    memory: 'O(1)',
    isAppendable: false,
    takesLines: true,
    keepsLines: true,
    takes: [],
    isResumable: true,
    load: async () => (await import('./json.ts')).json,
  },
  {
    name: 'csv',
    title: 'CSV',
    suffixes: ['.csv'],
    summary: 'a header, then cells between commas',
    memory: 'up to 1,000 records',
    isAppendable: true,
    takesLines: true,
    hasLayout: true,
    takes: ['columns', 'maxColumns', 'guard', 'header', 'delimiter', 'bom'],
    isResumable: true,
    load: async () => (await import('./separated.ts')).csv,
  },
  {
    name: 'tsv',
    title: 'TSV',
    suffixes: ['.tsv', '.tab'],
    summary: 'the same between tabs',
    memory: 'up to 1,000 records',
    isAppendable: true,
    takesLines: true,
    hasLayout: true,
    takes: ['columns', 'maxColumns', 'guard', 'header', 'delimiter', 'bom'],
    isResumable: true,
    load: async () => (await import('./separated.ts')).tsv,
  },
  {
    name: 'text',
    title: 'text',
    suffixes: ['.txt'],
    summary: 'the bare values of each, a line each',
    memory: 'O(1)',
    isAppendable: true,
    takesLines: true,
    hasLayout: true,
    takes: ['columns', 'delimiter'],
    isResumable: true,
    load: async () => (await import('./text.ts')).text,
  },
  {
    name: 'table',
    title: 'a table',
    suffixes: [],
    summary: 'aligned columns, for eyes',
    memory: 'up to 100 records',
    isAppendable: false,
    takes: ['columns', 'maxColumns'],
    load: async () => (await import('./table.ts')).table,
  },
  {
    name: 'xml',
    title: 'XML',
    suffixes: ['.xml'],
    summary: 'the records as elements again',
    memory: 'O(1)',
    isAppendable: false,
    takesLines: true,
    takes: ['root', 'element', 'prefixes'],
    load: async () => (await import('./xml.ts')).xml,
  },
  {
    name: 'parquet',
    title: 'Parquet',
    suffixes: ['.parquet'],
    summary: 'columns, as DuckDB, Spark and pandas read them',
    memory: GROUP,
    isAppendable: false,
    takesLines: true,
    isBinary: true,
    hasTypes: true,
    most: MOST_GROUPS,
    takes: ['columns', 'maxColumns'],
    load: async () => (await import('./parquet.ts')).parquet.load(),
  },
  {
    name: 'arrow',
    title: 'Arrow',
    suffixes: ['.arrow', '.feather'],
    summary: 'an Arrow IPC file, also known as Feather',
    memory: GROUP,
    isAppendable: false,
    takesLines: true,
    isBinary: true,
    hasTypes: true,
    most: MOST_GROUPS,
    takes: ['columns', 'maxColumns'],
    load: async () => (await import('./arrow.ts')).arrow.load(),
  },
  {
    name: 'arrows',
    title: 'an Arrow stream',
    suffixes: ['.arrows'],
    summary: 'the same as a stream, for a pipe',
    memory: GROUP,
    isAppendable: false,
    takesLines: true,
    isBinary: true,
    hasTypes: true,
    most: MOST_GROUPS,
    takes: ['columns', 'maxColumns'],
    load: async () => (await import('./arrow.ts')).arrows.load(),
  },
  {
    name: 'sqlite',
    title: 'SQLite',
    suffixes: ['.sqlite', '.sqlite3', '.db'],
    summary: 'a database with one table, records',
    memory: GROUP,
    isAppendable: false,
    isBinary: true,
    takesLines: true,
    hasTypes: true,
    makesFile: true,
    takes: ['columns', 'maxColumns'],
    isResumable: true,
    load: async () => (await import('./sqlite.ts')).sqlite.load(),
  },
]

/** What the tables of a database are written in: chosen by the address, not by a name. */
export const POSTGRES: Format = {
  name: 'postgres',
  title: 'PostgreSQL',
  suffixes: [],
  summary: 'the rows of a table',
  memory: GROUP,
  isAppendable: false,
  hasTypes: true,
  hasSqlTypes: true,
  hasLayout: true,
  takes: ['columns', 'maxColumns'],
  load: async () => (await import('./copy.ts')).copy,
}

export const COMPRESSIONS = ['gz', 'zst'] as const
export type Compression = (typeof COMPRESSIONS)[number]

export interface Written {
  format: Format
  compression?: Compression
}

/**
 * What is written to a destination: as `--format` names it, else as its name ends, else JSON lines.
 *
 * @throws UsageError for a format that does not exist, or a compression that cannot be written.
 */
export function formatOf(destination: string, format?: string): Written {
  const [stem, compression] = apart(destination)
  const [name, asked] = format === undefined ? [] : apart(format)
  const packed = asked ?? compression
  return {
    format: name === undefined ? formatBySuffix(stem) : formatNamed(name),
    ...(packed !== undefined && { compression: packed }),
  }
}

/** @throws UsageError when there is none of that name. */
export function formatNamed(name: string): Format {
  const format = FORMATS.find((candidate) => candidate.name === name)
  if (format) return format
  const names = FORMATS.map((each) => each.name).join(', ')
  throw new UsageError(`--format: expected one of ${names}, found ${JSON.stringify(name)}`)
}

/** Where a number would stand in the name of a file: before the suffix, also if `.gz` follows that. */
export function stemOf(path: string): string {
  const [stem] = apart(path)
  const suffix = FORMATS.flatMap(({ suffixes }) => suffixes).find((end) => endsWith(stem, end))
  return stem.slice(0, stem.length - (suffix?.length ?? 0))
}

/** The same, also of what no destination is asked for by name. */
export function formatWritten(name: string): Format {
  return name === POSTGRES.name ? POSTGRES : formatNamed(name)
}

function formatBySuffix(stem: string): Format {
  const format = FORMATS.find(({ suffixes }) => suffixes.some((suffix) => endsWith(stem, suffix)))
  return format ?? formatNamed('jsonl')
}

function apart(name: string): [stem: string, compression?: Compression] {
  const other = /\.(?:bz2|xz|lz4|lzma|br|zip|Z)$/.exec(name)
  if (other) {
    throw new UsageError(`${name}: expected .gz or .zst for what is compressed, found ${other[0]}`)
  }
  const compression = COMPRESSIONS.find((candidate) => endsWith(name, `.${candidate}`))
  return compression ? [name.slice(0, -compression.length - 1), compression] : [name]
}

function endsWith(name: string, suffix: string): boolean {
  return name.toLowerCase().endsWith(suffix)
}
