// Provides CSV and TSV: a header, then a row for each record, quoted as in RFC 4180; lines end with a line feed.
// Holds the first records until their columns are known. Rows that are added to a file fit its header.

import { OutputError } from '../core/errors.ts'
import { Lines } from '../record/lines.ts'
import type { Value } from '../record/record.ts'
import { Columns } from './columns.ts'
import type { Encoder, FormatOptions, OpenEncoder } from './format.ts'
import { guarded, unguarded } from './guarded.ts'
import { Header } from './header.ts'
import type { Found } from './mixed-columns.ts'
import { recordByRecord } from './rows-of-lines.ts'
import { type SeparatedLayout, SeparatedRows } from './separated-rows.ts'

export const csv: OpenEncoder = separatedBy(',')
export const tsv: OpenEncoder = separatedBy('\t')

const LF = 0x0a
const AHEAD = 1000 // records
const AHEAD_CHARACTERS = 1024 * 1024

function separatedBy(delimiter: string): OpenEncoder {
  return {
    makes: 'bytes',
    open: (options) => new Separated(options.delimiter ?? delimiter, options),
    openPart: (layout) => new SeparatedRows(layout as SeparatedLayout),
  }
}

interface SeparatedState {
  records: number
  /** Once they are known; before that the records that came. */
  columns?: readonly string[]
  seen?: (number | null)[]
  ahead?: readonly Value[]
}

class Separated implements Encoder {
  readonly #delimiter: string
  readonly #guard: boolean
  readonly #hasHeader: boolean
  readonly #begin: string
  readonly #options: FormatOptions
  /** That of the file that is added to. */
  readonly #known: Header | undefined
  #rows: SeparatedRows | undefined
  #ahead: Value[] = []
  #records = 0
  held = 0

  constructor(delimiter: string, options: FormatOptions) {
    const { guard, isContinued, head } = options
    this.#options = options
    this.#delimiter = delimiter
    this.#begin = options.bom && !isContinued ? '\ufeff' : ''
    this.#guard = guard === true
    this.#hasHeader = options.header !== false && !isContinued
    if (options.isInQuotes) throw new OutputError('its last row is cut off inside of quotes')
    if (head !== undefined) this.#known = new Header(head, delimiter, options.header)
    const columns = Columns.before(options)
    if (columns) this.#rows = this.#rowsOf(columns, this.#placesOf(columns))
    if (options.state) this.#goOn(options.state as SeparatedState)
  }

  /** Once the header is written. */
  get layout(): SeparatedLayout | undefined {
    return this.#records > 0 ? this.#rows?.layout : undefined
  }

  join(records: number, found: unknown): void {
    this.#records += records
    if (found) this.#rows?.columns.learn(found as Found)
  }

  encode(record: Value): string {
    this.#records++
    if (this.#rows) {
      const header = this.#records === 1 ? this.#header(this.#rows) : ''
      return header + this.#rows.encode(record, this.#records)
    }
    this.#ahead.push(record)
    this.held += sizeOf(record)
    const isEnough = this.#records === AHEAD || this.held >= AHEAD_CHARACTERS
    return isEnough ? this.settle() : ''
  }

  *encodeLines(lines: Lines): Generator<Lines> {
    let at = 0
    let left = lines.records
    // one by one until the rows are known, and the header is written
    while (left > 0 && !(this.#rows && this.#records > 0)) {
      const end = lines.bytes.indexOf(LF, at) + 1
      const line = new Lines(lines.bytes.subarray(at, end), 1)
      yield* recordByRecord(line, 0, (record) => this.encode(record))
      at = end
      left--
    }
    if (left === 0 || !this.#rows) return
    const rest = new Lines(lines.bytes.subarray(at), left)
    for (const rows of this.#rows.encodeLines(rest, this.#records)) {
      this.#records += rows.records
      yield rows
    }
  }

  settle(): string {
    if (this.#rows || this.#ahead.length === 0) return ''
    const ahead = this.#ahead
    const rows = this.#fitting(Columns.of(ahead, this.#options))
    this.#rows = rows
    this.#ahead = []
    this.held = 0
    return this.#header(rows) + ahead.map((record) => rows.encode(record, this.#records)).join('')
  }

  state(): SeparatedState {
    const { columns } = this.#rows ?? {}
    return {
      records: this.#records,
      ...(columns ? { columns: columns.names, seen: columns.kinds.seen } : { ahead: this.#ahead }),
    }
  }

  #goOn({ records, columns, seen = [], ahead = [] }: SeparatedState): void {
    this.#records = records
    if (columns) {
      this.#rows ??= this.#fitting(Columns.all(columns, this.#options))
      this.#rows.columns.kinds.seen = seen
    }
    this.#ahead = [...ahead]
    this.held = ahead.reduce<number>((sum, record) => sum + sizeOf(record), 0)
  }

  end(): string {
    if (this.#records > 0) return this.settle()
    return this.#rows ? this.#header(this.#rows) : ''
  }

  /** Columns as they were found, or all of the file that is added to, if it has them. */
  #fitting(found: Columns): SeparatedRows {
    const places = this.#placesOf(found)
    if (!this.#known?.names) return this.#rowsOf(found, places)
    const names = this.#known.names.map((name) => (this.#guard ? unguarded(name) : name))
    return this.#rowsOf(Columns.all(names, this.#options))
  }

  #placesOf({ names }: Columns): number[] | undefined {
    return this.#known?.placesOf(this.#guard ? names.map(guarded) : names)
  }

  #rowsOf(columns: Columns, places?: number[]): SeparatedRows {
    const how = { delimiter: this.#delimiter, guard: this.#guard, places }
    const newline = this.#known?.newline ?? '\n'
    return new SeparatedRows({ ...how, newline, columns: columns.data }, columns)
  }

  #header(rows: SeparatedRows): string {
    return this.#begin + (this.#hasHeader ? rows.header() : '')
  }
}

/** About how many characters it holds. */
function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length + 16
  if (typeof value !== 'object' || value === null) return 16
  return Object.entries(value).reduce((sum, [name, entry]) => sum + name.length + sizeOf(entry), 16)
}
