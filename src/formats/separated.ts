// Provides CSV and TSV: a header, then a row for each record, quoted as in RFC 4180; lines end with a line feed.
// Holds the first records until their columns are known. Rows that are added to a file fit its header.

import { OutputError } from '../core/errors.ts'
import type { Value } from '../record/record.ts'
import { cellText } from './cell.ts'
import { Columns } from './columns.ts'
import type { Encoder, FormatOptions, OpenEncoder } from './format.ts'
import { Header } from './header.ts'
import { lineOf } from './separated-line.ts'

export const csv: OpenEncoder = separatedBy(',')
export const tsv: OpenEncoder = separatedBy('\t')

const AHEAD = 1000 // records
const AHEAD_CHARACTERS = 1024 * 1024

/** What a spreadsheet takes for the beginning of a formula, also where it is written wide. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

function separatedBy(delimiter: string): OpenEncoder {
  return {
    makes: 'bytes',
    open: (options) => new Separated(options.delimiter ?? delimiter, options),
  }
}

class Separated implements Encoder {
  readonly #delimiter: string
  readonly #special: RegExp
  readonly #guard: boolean
  readonly #hasHeader: boolean
  readonly #begin: string
  readonly #options: FormatOptions
  /** That of the file that is added to, and where its columns are among ours. */
  readonly #known: Header | undefined
  #places: number[] | undefined
  #columns: Columns | undefined
  #ahead: Value[] = []
  #records = 0
  held = 0

  constructor(delimiter: string, options: FormatOptions) {
    const { guard, isContinued, head } = options
    this.#options = options
    this.#delimiter = delimiter
    const between = `\\u{${delimiter.codePointAt(0)?.toString(16)}}`
    this.#special = new RegExp(`["\\r\\n\\ufeff${between}]|^ | $`, 'u')
    this.#begin = options.bom && !isContinued ? '\ufeff' : ''
    this.#guard = guard === true
    this.#hasHeader = options.header !== false && !isContinued
    if (options.isInQuotes) throw new OutputError('its last row is cut off inside of quotes')
    if (head !== undefined) this.#known = new Header(head, delimiter, options.header)
    this.#columns = Columns.before(options)
    if (this.#columns) this.#places = this.#placesOf(this.#columns)
  }

  encode(record: Value): string {
    this.#records++
    if (this.#columns) {
      const header = this.#records === 1 ? this.#header(this.#columns) : ''
      return header + this.#row(record, this.#columns)
    }
    this.#ahead.push(record)
    this.held += sizeOf(record)
    const isEnough = this.#records === AHEAD || this.held >= AHEAD_CHARACTERS
    return isEnough ? this.settle() : ''
  }

  settle(): string {
    if (this.#columns || this.#ahead.length === 0) return ''
    const ahead = this.#ahead
    const columns = this.#fitting(Columns.of(ahead, this.#options))
    this.#columns = columns
    this.#ahead = []
    this.held = 0
    return this.#header(columns) + ahead.map((record) => this.#row(record, columns)).join('')
  }

  end(): string {
    if (this.#records > 0) return this.settle()
    return this.#columns ? this.#header(this.#columns) : ''
  }

  /** Columns as they were found, or all of the file that is added to, if it has them. */
  #fitting(found: Columns): Columns {
    this.#places = this.#placesOf(found)
    if (!this.#known?.names) return found
    this.#places = undefined
    const columns = this.#known.names.map((name) => (this.#guard ? unguarded(name) : name))
    return Columns.all(columns, this.#options)
  }

  #placesOf({ names }: Columns): number[] | undefined {
    return this.#known?.placesOf(this.#guard ? names.map(guarded) : names)
  }

  #header({ names }: Columns): string {
    return this.#begin + (this.#hasHeader ? this.#line(names) : '')
  }

  #row(record: Value, columns: Columns): string {
    const { cells, extra } = columns.rowOf(record)
    if (extra !== undefined) {
      throw new OutputError(
        `record ${this.#records} has the field ${JSON.stringify(extra)}, for which there is no column: ` +
          'name the fields with --columns',
      )
    }
    const texts = cells.map(cellText)
    return this.#line(this.#places?.map((place) => texts[place] ?? null) ?? texts)
  }

  #line(cells: readonly (string | null)[]): string {
    const safe = this.#guard ? cells.map((cell) => cell && guarded(cell)) : cells
    const end = this.#known?.newline ?? '\n'
    if (safe.length === 1 && safe[0] === null) return `""${end}` // a line with nothing on it would be no row
    const isPlain = safe.every((cell) => cell === null || this.#isPlain(cell))
    const delimiter = this.#delimiter
    if (isPlain) return safe.join(delimiter) + end
    return lineOf(safe, delimiter) + end
  }

  /** Whether nothing in it needs quotes: the library takes four times as long to see that. */
  #isPlain(cell: string): boolean {
    return cell !== '' && !this.#special.test(cell)
  }
}

function guarded(cell: string): string {
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell
}

function unguarded(cell: string): string {
  return cell.startsWith("'") && guarded(cell.slice(1)) === cell ? cell.slice(1) : cell
}

/** About how many characters it holds. */
function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length + 16
  if (typeof value !== 'object' || value === null) return 16
  return Object.entries(value).reduce((sum, [name, entry]) => sum + name.length + sizeOf(entry), 16)
}
