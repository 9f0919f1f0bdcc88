// Turns records into rows as the COPY of PostgreSQL reads them, once their columns are known: by those who write all of them, or some.

import { StageError } from '../core/errors.ts'
import type { Field } from '../record/field.ts'
import { type Dictionary, get, isDictionary, type Value } from '../record/record.ts'
import { fieldsOf } from './columns.ts'
import type { PartEncoder } from './format.ts'
import { chosenOf, fieldsNamed } from './found-columns.ts'
import { jsonOf } from './jsonl.ts'
import { shown } from './schema.ts'

/** How the values of a column are written: as text, as JSON or as an array of text. */
export type CopyKind = 'text' | 'json' | 'array'

/** How every row is written, as plain data. */
export interface CopyLayout {
  names: readonly string[]
  kinds: readonly CopyKind[]
  /** Whether columns are ways into a record, and what else is in it is left out. */
  areChosen: boolean
}

/** What who writes all rows has to know of some that others wrote. */
export interface FoundInRows {
  /** How many of the columns they have. */
  columns: number
  /** Columns of text that have a dictionary or an array in them. */
  mixed: string[]
}

const NULL = '\\N'
const SPECIAL = /[\\\t\n\r\0\ud800-\udfff]/

export class CopyRows implements PartEncoder {
  readonly layout: CopyLayout
  readonly #names: readonly string[]
  readonly #kinds: readonly CopyKind[]
  readonly #chosen: ReadonlyMap<string, Field> | undefined
  readonly #cells: string[]
  readonly #mixed = new Set<string>()
  /** Columns that are new in it. */
  #news: string[] = []

  constructor(layout: CopyLayout) {
    this.layout = layout
    this.#names = layout.names
    this.#kinds = layout.kinds
    this.#cells = new Array(layout.names.length).fill(NULL)
    this.#chosen = layout.areChosen ? fieldsNamed(layout.names) : undefined
  }

  /**
   * A row with its end; `number` is what errors call the record.
   *
   * @throws StageError for what no column can hold, and for a field without a column.
   */
  encode(record: Value, number = 0): string {
    const fields = this.#chosen ? chosenOf(record, this.#chosen) : fieldsOf(record)
    const row = this.row(fields, number)
    if (row === undefined) throw new StageError(`record ${number} has a field without a column`)
    return row
  }

  /** The same of the fields of a record; undefined where one of them has no column. */
  row(fields: Dictionary, number: number): string | undefined {
    const names = this.#names
    const cells = this.#cells // joined, they are one text at once, not a tree of small ones that waits
    let found = 0
    for (let at = 0; at < names.length; at++) {
      const value = get(fields, names[at] as string)
      if (value !== undefined) found++
      cells[at] = value === undefined || value === null ? NULL : this.#cell(value, at, number)
    }
    return found === Object.keys(fields).length ? `${cells.join('\t')}\n` : undefined
  }

  found(): FoundInRows {
    return { columns: this.#names.length, mixed: this.mixed() }
  }

  /** Columns of text that have something else in them: those that were not so when this was asked last. */
  mixed(): string[] {
    const news = this.#news
    this.#news = []
    return news
  }

  #cell(value: Exclude<Value, null>, at: number, number: number): string {
    switch (this.#kinds[at]) {
      case 'json':
        return this.#escaped(jsonOf(value), at, number)
      case 'array':
        return this.#escaped(arrayOf(value), at, number)
    }
    if (typeof value === 'string') return this.#escaped(value, at, number)
    if (typeof value !== 'object') return String(value)
    if (isDictionary(value)) this.#mix(this.#names[at] as string)
    return this.#escaped(jsonOf(value), at, number)
  }

  #mix(name: string): void {
    if (this.#mixed.has(name)) return
    this.#mixed.add(name)
    this.#news.push(name)
  }

  #escaped(text: string, at: number, number: number): string {
    if (!SPECIAL.test(text)) return text
    const fact = text.includes('\0')
      ? 'a null character'
      : /\p{Surrogate}/u.test(text) && 'half a character'
    if (fact) {
      const name = JSON.stringify(this.#names[at])
      throw new StageError(
        `record ${number}, column ${name}: text with ${fact}, which PostgreSQL does not take: ${shown(text)}`,
      )
    }
    return text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] as string)
  }
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** An array of texts as PostgreSQL reads it; a value that is none is the only one of its array. */
function arrayOf(value: Exclude<Value, null>): string {
  const items = Array.isArray(value) ? value : [value]
  return `{${items.map(itemOf).join(',')}}`
}

function itemOf(value: Value): string {
  if (value === null) return 'NULL'
  if (Array.isArray(value)) return arrayOf(value)
  const text = isDictionary(value) ? jsonOf(value) : String(value)
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
