// Turns records into rows of a table: finds its columns in the first records, or takes them as they are declared.

import { StageError } from '../core/errors.ts'
import type { Field } from '../record/field.ts'
import type { Dictionary, Value } from '../record/record.ts'
import { fieldsOf } from './columns.ts'
import type { ColumnType, FormatOptions } from './format.ts'
import { type Column, chosenOf, fieldsNamed, type Kind, kindOf } from './found-columns.ts'
import { MixedColumns } from './mixed-columns.ts'
import { checkWidth } from './width.ts'

/** In a column of integers a bigint, in one of JSON its text. */
export type Cell = string | number | bigint | boolean | null

const EXPECTED: Record<ColumnType, string> = {
  text: 'text',
  integer: 'an integer of 64 bits',
  number: 'a number',
  boolean: 'true or false',
  json: 'a value',
}

const LEAST = -(2n ** 63n)
const GREATEST = 2n ** 63n - 1n
const SHOWN = 40 // characters of a value in a message

/** The columns, and what was seen of rows so far: all that another one has to know to go on. */
export interface SchemaState {
  columns: readonly Column[]
  rows: number
  seen: readonly (number | null)[]
}

/** How a table takes more columns. */
export interface Adding {
  add(column: Column): void
  /** How many it takes. */
  most: number | undefined
}

export class Schema {
  readonly columns: Column[]
  readonly #format: string
  readonly #options: FormatOptions
  readonly #places: Map<string, number>
  /** The columns that were chosen, as `author/name`; else all fields of a record are columns. */
  readonly #chosen: ReadonlyMap<string, Field> | undefined
  readonly #adding: Adding | undefined
  readonly #kinds: MixedColumns
  #rows: number

  /** Without `adding` there are no columns but these. */
  constructor(
    format: string,
    options: FormatOptions,
    { columns, rows, seen }: SchemaState,
    adding?: Adding,
  ) {
    this.#format = format
    this.#options = options
    this.#chosen = options.columns && fieldsNamed(options.columns)
    this.#adding = adding
    this.columns = [...columns]
    this.#kinds = new MixedColumns(
      columns.map(({ name }) => name),
      options.onMixed,
    )
    this.#kinds.seen = seen
    this.#rows = rows
    this.#places = new Map(columns.map(({ name }, place) => [name, place]))
  }

  get state(): SchemaState {
    return { columns: [...this.columns], rows: this.#rows, seen: this.#kinds.seen }
  }

  /** @throws StageError when the columns cannot take the record without loss. */
  row(record: Value): Cell[] {
    this.#rows++
    const row: Cell[] = new Array(this.columns.length).fill(null)
    const dictionary = this.#fields(record)
    for (const name of Object.keys(dictionary)) {
      const value = dictionary[name] as Value
      const place = this.#places.get(name) ?? this.#place(name, value)
      if (value === null) continue
      this.#kinds.addValue(place, value)
      row[place] = this.#cell(value, this.columns[place] as Column)
    }
    return row
  }

  /** Takes note of rows that others made. */
  pass(rows: number): void {
    this.#rows += rows
  }

  /** What was seen in the columns. */
  get kinds(): MixedColumns {
    return this.#kinds
  }

  #fields(record: Value): Dictionary {
    return this.#chosen ? chosenOf(record, this.#chosen) : fieldsOf(record)
  }

  /** The place of a column that is not known yet. */
  #place(name: string, value: Value): number {
    if (!this.#adding) {
      throw new StageError(
        `${this.#where()} has a field that the first had not, ${shown(name)}: name all columns with --columns or --shape`,
      )
    }
    checkWidth(this.columns.length + 1, name, this.#options, this.#adding.most)
    const kinds = new Set(value === null ? [] : [kindOf(value)])
    const column = { name, type: typeOf(kinds), isDeclared: false }
    this.#adding.add(column)
    this.#places.set(name, this.columns.length)
    return this.columns.push(column) - 1
  }

  #cell(value: Value, { name, type, isDeclared }: Column): Cell {
    if (type === 'json') return this.#json(value)
    if (type === 'text') {
      if (typeof value === 'string') return value
      return typeof value === 'object' ? this.#json(value) : String(value)
    }
    const cell = isDeclared && typeof value === 'string' ? read(value, type) : exact(value, type)
    if (cell !== undefined) return cell
    const wayOut = isDeclared ? '--shape says' : 'the first were; say what it is with --shape'
    throw new StageError(
      `${this.#where()}: field ${shown(name)}: expected ${EXPECTED[type]}, found ${shown(value)}: ${wayOut}`,
    )
  }

  #json(value: Value): string {
    try {
      return JSON.stringify(value)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      throw new StageError(`${this.#where()} is too deep or too long for a table`)
    }
  }

  #where(): string {
    return `${this.#format}: record ${this.#rows}`
  }
}

/** One that takes all of them: text takes anything, and is what nothing is known of. */
export function typeOf(kinds: ReadonlySet<Kind>): ColumnType {
  if (kinds.size === 0 || kinds.has('text')) return 'text'
  if (kinds.size === 1 && !kinds.has('nested')) return [...kinds][0] as ColumnType
  return kinds.has('nested') || kinds.has('boolean') ? 'json' : 'number'
}

/** A value that is of the type already. */
function exact(value: Value, type: 'integer' | 'number' | 'boolean'): Cell | undefined {
  if (type === 'boolean') return typeof value === 'boolean' ? value : undefined
  if (typeof value !== 'number') return
  if (type === 'number') return value
  return Number.isSafeInteger(value) ? BigInt(value) : undefined
}

/** Text that was declared to be of the type. */
function read(text: string, type: 'integer' | 'number' | 'boolean'): Cell | undefined {
  if (type === 'boolean') {
    if (text === 'true' || text === '1') return true
    return text === 'false' || text === '0' ? false : undefined
  }
  if (type === 'number')
    return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined
  if (!/^[+-]?\d{1,40}$/.test(text)) return
  const integer = BigInt(text.replace('+', ''))
  return integer >= LEAST && integer <= GREATEST ? integer : undefined
}

export function shown(value: Value): string {
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'an array' : 'a dictionary'
  const isLong = typeof value === 'string' && value.length > SHOWN
  return isLong ? `${JSON.stringify(value.slice(0, SHOWN))}…` : JSON.stringify(value)
}
