// Provides writing as data: how the records of a pipeline become files, where that is not as usual.

import { UsageError } from '../core/errors.ts'
import type { ScalarType } from './record.ts'

/** Of the columns of a database. */
export const SQL_TYPES = [
  'TEXT',
  'INTEGER',
  'BIGINT',
  'DOUBLE PRECISION',
  'BOOLEAN',
  'DATE',
  'TIMESTAMP',
  'TIMESTAMP WITH TIME ZONE',
  'JSON',
] as const
export type SqlType = (typeof SQL_TYPES)[number]

export interface Writing {
  /** The name of a format, maybe with a compression as in `csv.gz`; what the name of a file ends in if not given. */
  format?: string
  /** The columns of a table, as fields, in order; those of the first records if not given. */
  columns?: string[]
  /** How many columns a table may have. */
  maxColumns?: number
  /** All values that records may have, by path, where a shape says so: what columns they take if none are given. */
  known?: Record<string, ScalarType | 'json'>
  /** Of what types values are, by path, where a shape says so and the columns are others. */
  types?: Record<string, ScalarType | 'json'>
  /** The same as a database has it, where it has more types than records have. */
  sql?: Record<string, SqlType>
  /** Whether text that a spreadsheet would take for a formula is written so that it does not. */
  guard?: boolean
  /** Whether the names of columns stand first; true if not given. */
  header?: boolean
  /** The character between two cells; a comma in CSV, a tab in TSV and text if not given. */
  delimiter?: string
  /** Whether a file begins with the mark of UTF-8, which some spreadsheets want. */
  bom?: boolean
  /** The name of the root element of XML; `records` if not given. */
  root?: string
  /** The name of the elements that are records; `record` if not given. */
  element?: string
  /** The namespaces that the root element declares, by prefix. */
  prefixes?: Record<string, string>
  /** Begins a new file when so many records or bytes are in one. */
  rotate?: { records: number } | { bytes: number }
  /** Whether records are added to what a file holds. */
  append?: boolean
  /** Whether records are in the file as soon as they come, and stay if the run fails later: a log of it. Not of plans. */
  live?: boolean
  /** How many files a name with fields may make. */
  files?: number
}

/** What each of these says to a format, if it is of its kind. */
export const FORMAT_OPTIONS = [
  'columns',
  'maxColumns',
  'guard',
  'header',
  'delimiter',
  'bom',
  'root',
  'element',
  'prefixes',
] as const
export type FormatOption = (typeof FORMAT_OPTIONS)[number]

/** @throws UsageError for what cannot stand between two cells. */
export function checkDelimiter(text: string): string {
  const [only = '', ...more] = text
  if (only !== '' && more.length === 0 && !/["\r\n\ufeff\ud800-\udfff]/.test(only)) return text
  throw new UsageError(
    `--delimiter: expected one character, no quote or line end, found ${JSON.stringify(text)}`,
  )
}
