// Provides CSV and TSV: a header, then a row for each record, quoted as in RFC 4180; lines end with a line feed.
// Holds the first records until their columns are known.

import papaparse from 'papaparse'
import { OutputError } from '../core/errors.ts'
import type { Value } from '../record/record.ts'
import { cellText } from './cell.ts'
import { Columns } from './columns.ts'
import type { Encoder, FormatOptions, OpenEncoder } from './format.ts'

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
  #columns: Columns | undefined
  #ahead: Value[] = []
  #records = 0
  held = 0

  constructor(delimiter: string, options: FormatOptions) {
    const { guard, isContinued } = options
    this.#options = options
    this.#delimiter = delimiter
    const between = `\\u{${delimiter.codePointAt(0)?.toString(16)}}`
    this.#special = new RegExp(`["\\r\\n\\ufeff${between}]|^ | $`, 'u')
    this.#begin = options.bom && !isContinued ? '\ufeff' : ''
    this.#guard = guard === true
    this.#hasHeader = options.header !== false && !isContinued
    this.#columns = Columns.before(options)
    if (!this.#columns && isContinued) {
      throw new OutputError('--append needs --columns: the header that is there is not read')
    }
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
    const columns = Columns.of(ahead, this.#options)
    this.#columns = columns
    this.#ahead = []
    this.held = 0
    return this.#header(columns) + ahead.map((record) => this.#row(record, columns)).join('')
  }

  end(): string {
    if (this.#records > 0) return this.settle()
    return this.#columns ? this.#header(this.#columns) : ''
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
    return this.#line(cells.map(cellText))
  }

  #line(cells: readonly (string | null)[]): string {
    const safe = this.#guard ? cells.map((cell) => cell && guarded(cell)) : cells
    if (safe.length === 1 && safe[0] === null) return '""\n' // a line with nothing on it would be no row
    const isPlain = safe.every((cell) => cell === null || this.#isPlain(cell))
    const delimiter = this.#delimiter
    if (isPlain) return `${safe.join(delimiter)}\n`
    // an empty text in quotes, which `null` is not
    const quotes = (cell: unknown) => cell === ''
    return `${papaparse.unparse([safe], { delimiter, newline: '\n', quotes })}\n`
  }

  /** Whether nothing in it needs quotes: the library takes four times as long to see that. */
  #isPlain(cell: string): boolean {
    return cell !== '' && !this.#special.test(cell)
  }
}

function guarded(cell: string): string {
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell
}

/** About how many characters it holds. */
function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length + 16
  if (typeof value !== 'object' || value === null) return 16
  return Object.entries(value).reduce((sum, [name, entry]) => sum + name.length + sizeOf(entry), 16)
}
