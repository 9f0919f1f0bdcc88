// Provides the rows of a table of PostgreSQL, as its COPY reads them: columns found in the first records, and more where later ones have more.

import type { Value } from '../record/record.ts'
import { fieldsOf } from './columns.ts'
import { type CopyKind, type CopyLayout, CopyRows, type FoundInRows } from './copy-rows.ts'
import type { ColumnType, Encoder, FormatOptions, OpenEncoder } from './format.ts'
import { chosenOf, fieldsNamed, foundColumns, type Kind, kindOf } from './found-columns.ts'
import { RowGroup } from './row-group.ts'
import { typeOf } from './schema.ts'
import { checkWidth } from './width.ts'

export const copy: OpenEncoder = {
  makes: 'bytes',
  open: (options) => new Copy(options),
  openPart: (layout) => new CopyRows(layout as CopyLayout),
}

const AHEAD = 1000 // records, where only the columns are to be found, not their types
const MOST_COLUMNS = 1600 // of a table, as the server is built

interface CopyColumn {
  name: string
  type: ColumnType
}

class Copy implements Encoder {
  readonly #options: FormatOptions
  readonly #chosen: ReturnType<typeof fieldsNamed> | undefined
  /** The records that columns are found from; none once those are known. */
  readonly #first = new RowGroup()
  #columns: CopyColumn[] = []
  #rows: CopyRows | undefined
  /** How many of the columns the rows have that were written last. */
  #width = 0
  #number = 0
  readonly #mixed = new Set<string>()

  constructor(options: FormatOptions) {
    this.#options = options
    this.#chosen = options.columns && fieldsNamed(options.columns)
  }

  get layout(): CopyLayout | undefined {
    return this.#rows?.layout
  }

  encode(record: Value): string {
    if (this.#rows) return this.#row(record)
    this.#first.add(record)
    const isEnough = this.#options.table?.kinds && this.#first.records.length >= AHEAD
    return isEnough || this.#first.isFull ? this.#begin() : ''
  }

  join(records: number, found: unknown): void {
    const { columns, mixed } = found as FoundInRows
    this.#number += records
    this.#take(columns)
    this.#remark(mixed)
  }

  /** Without a record there are columns only if they were said. */
  end(): string {
    const { columns, known, fields } = this.#options
    const isKnown = columns ?? known ?? fields
    return this.#rows || (this.#first.records.length === 0 && !isKnown) ? '' : this.#begin()
  }

  #begin(): string {
    const records = this.#first.take()
    this.#columns = foundColumns(records, this.#options, {
      onColumn: (count, name) => checkWidth(count, name, this.#options, MOST_COLUMNS),
      typeOf: (kinds) => typeIn(kinds),
    })
    this.#open()
    return records.map((record) => this.#row(record)).join('')
  }

  #row(record: Value): string {
    const fields = this.#chosen ? chosenOf(record, this.#chosen) : fieldsOf(record)
    this.#number++
    let row = this.#rows?.row(fields, this.#number)
    if (row === undefined) {
      const known = new Set(this.#columns.map(({ name }) => name))
      for (const [name, value] of Object.entries(fields)) {
        if (!known.has(name)) this.#add(name, value)
      }
      row = this.#open().row(fields, this.#number) as string
    }
    this.#take(this.#columns.length)
    this.#remark(this.#rows?.mixed() ?? [])
    return row
  }

  #add(name: string, value: Value): void {
    checkWidth(this.#columns.length + 1, name, this.#options, MOST_COLUMNS)
    const kinds = new Set<Kind>(value === null ? [] : [kindOf(value)])
    this.#columns.push({ name, type: typeIn(kinds) })
  }

  #open(): CopyRows {
    const rows = new CopyRows({
      names: this.#columns.map(({ name }) => name),
      kinds: this.#columns.map((column) => this.#kindOf(column)),
      areChosen: this.#chosen !== undefined,
    })
    this.#rows = rows
    this.#take(this.#columns.length)
    return rows
  }

  #kindOf({ name, type }: CopyColumn): CopyKind {
    return this.#options.table?.kinds?.get(name) ?? (type === 'json' ? 'json' : 'text')
  }

  /** Says what columns the rows have that come next, where those before had others. */
  #take(width: number): void {
    if (width === this.#width) return
    this.#width = width
    this.#options.table?.begin(this.#columns.slice(0, width))
  }

  #remark(mixed: readonly string[]): void {
    for (const name of mixed) {
      if (!this.#mixed.has(name)) this.#options.onMixed?.(name)
      this.#mixed.add(name)
    }
  }
}

/** A dictionary or an array is one in a database, whatever else is in the column. */
function typeIn(kinds: ReadonlySet<Kind>): ColumnType {
  return kinds.has('nested') ? 'json' : typeOf(kinds)
}
