// Provides the contract of a format: what turns records into the bytes of a file.

import type { Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import type { Scopes } from '../record/scopes.ts'
import type { FormatOption, Writing } from '../record/writing.ts'

/** What may be known or asked before the first record comes. */
export interface FormatOptions extends Pick<Writing, 'root' | 'element' | 'prefixes'> {
  /** The columns of a table, in order; those of the first records if not given. */
  columns?: readonly string[]
  /** All values that records may have, by path, and what they are, where a shape says so. */
  known?: ReadonlyMap<string, ColumnType>
  /** The fields of all records, in order, where stages say so: these are the columns then, and no others. */
  fields?: readonly string[]
  /** What was declared around records, in what was read so far. */
  scopes?: Scopes
  /** Called once with each column that has both text and dictionaries. */
  onMixed?: (name: string) => void
  /** Called with other remarks on what is written; only the first on a topic is shown. */
  onRemark?: (topic: string, fact: string) => void
  /** By path: what values are, when that is known; as the first of a column are if not. */
  types?: ReadonlyMap<string, ColumnType>
  /** Writes text that a spreadsheet would take for a formula so that it does not. */
  guard?: boolean
  /** Whether the names of the columns stand first; true if not given. */
  header?: boolean
  /** The character between two cells. */
  delimiter?: string
  /** Whether the mark of UTF-8 stands before everything else. */
  bom?: boolean
  /** How many columns there may be; 10,000 if not given. */
  maxColumns?: number
  /** How many characters stand side by side where it is shown; without it nothing is cut off. */
  width?: number
  /** Whether it goes on after what an earlier encoder wrote: no header then. */
  isContinued?: boolean
  /** How the file begins to which it is added. */
  head?: string
  /** Whether that ends inside of quotes. */
  isInQuotes?: boolean
  /** What an encoder before, or a writer of the same file, has said of itself: it is gone on with. */
  state?: unknown
  /** Whether another run may go on with the file. */
  isKept?: boolean
  /** The table of a database that it writes to. */
  table?: OpenTable
}

export interface OpenTable {
  /** By column, if it is there: how its values are written. */
  kinds?: ReadonlyMap<string, 'text' | 'json' | 'array'>
  /** Called with the columns that the next rows have, the first ones of all that there are. */
  begin(columns: readonly { name: string; type: ColumnType }[]): void
}

export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'json'

/** What is written of a record: pieces, one after the other, where all together may be much; each may be overwritten by the next. */
export type Encoded = string | Uint8Array | Generator<Uint8Array>

export function isPieces(data: Encoded): data is Generator<Uint8Array> {
  return typeof data === 'object' && !(data instanceof Uint8Array)
}

/** Turns the records of one file into its bytes, in order. */
export interface Encoder {
  /** What can be written now that this record has come: '' while it is held back. */
  encode(record: Value): Encoded
  /** The same for whole lines of JSON, a record each; for formats that take lines. What it gives may be overwritten by the next. */
  encodeLines?(lines: Lines): Iterable<Lines>
  /** Whether what it makes of lines is no text. */
  readonly writesBytes?: boolean
  /** What follows the last record, or is in a file without any. */
  end(): Encoded
  /** About how much it holds back, in characters; nothing if not given. */
  readonly held?: number
  /** Writes what it holds back; records that come later must fit. */
  settle?(): string | Uint8Array
  /** How each record from here on is written, as plain data; undefined while that is not known, or hangs on the others. */
  readonly layout?: unknown
  /** Takes note of records that were written in that layout elsewhere, and come next in the file. */
  join?(records: number, found: unknown): void
  /** All that another one has to know to go on, as plain data; nothing where it has nothing to know. */
  state?(): unknown
}

/** Writes records that come somewhere in the midst of a file, as an encoder of all of it would. */
export interface PartEncoder {
  /** @throws for a record that cannot be written: the encoder of the whole is to meet it itself. */
  encode(record: Value): string
  /** The same for whole lines of JSON; without it there are none. */
  encodeLines?(lines: Lines): Iterable<Lines>
  /** What that has to know of the records since this was asked last, as plain data; undefined if there is nothing. */
  found?(): unknown
}

/** Writes a file that is more than a sequence of bytes, as a database, itself. */
export interface FileWriter {
  write(record: Value): void
  /** The same for whole lines of JSON, a record each; for formats that take lines. */
  writeLines?(lines: Lines): void
  /** Writes out all of it, for good. */
  end(): void
  /** Closes the file unfinished, after a failure. */
  leave(): void
  /** Makes all that was written safe, and says what another one has to know to go on with the file, as plain data; for formats that are resumable. */
  keep?(): unknown
}

export interface Format {
  /** As `--format` names it. */
  name: string
  /** As a person calls it, in `write CSV to …`. */
  title: string
  /** The ends of file names that mean it, dots included. */
  suffixes: readonly string[]
  /** One line of help. */
  summary: string
  /** How much it holds: O(1), a group of rows, O(n). */
  memory: string
  /** Whether what two encoders wrote, one after the other, is one file of the format: a header is left out of the second. */
  isAppendable: boolean
  /** What makes a difference to it. */
  takes: readonly FormatOption[]
  /** Whether it is no text, and no sight for a terminal. */
  isBinary?: true
  /** Whether each record is written alone, once the layout of the file is known: then several threads can write them. */
  hasLayout?: true
  /** Whether records that are lines of JSON already are written without being read again, most of them at least. */
  takesLines?: true
  /** Whether they stand in it as they came. */
  keepsLines?: true
  /** Whether its columns are of types. */
  hasTypes?: true
  /** Whether these are the types of SQL. */
  hasSqlTypes?: true
  /** Whether a file of it can be gone on with where a run was interrupted. */
  isResumable?: true
  /** Whether it writes its file itself, so that it needs one of its own. */
  makesFile?: true
  /** How many may be written at once, for one that holds much. */
  most?: number
  /** Loads what it needs and answers with what begins a file. */
  load(): Promise<OpenEncoder | OpenFileWriter>
}

export interface OpenEncoder {
  makes: 'bytes'
  open(options: FormatOptions): Encoder
  /** `layout` is that of an encoder, or a copy of it; for a format that has layouts. */
  openPart?(layout: unknown): PartEncoder
}

export interface OpenFileWriter {
  makes: 'file'
  /** What the name of the folder ends in that is there while it writes the file, if one is. */
  lock?: string
  /** What the names of files end in that may be beside it then. */
  beside?: readonly string[]
  /** `path` does not exist yet, or is empty, unless there is a state to go on from. */
  open(path: string, options: FormatOptions): FileWriter
}
