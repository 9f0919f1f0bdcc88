// Turns records into rows: the columns that are asked for, or known beforehand, or those that the first records have.

import { type Field, valuesAt } from '../record/field.ts'
import { type Dictionary, get, isDictionary, TEXT_KEY, type Value } from '../record/record.ts'
import type { FormatOptions } from './format.ts'
import { type Found, MixedColumns } from './mixed-columns.ts'
import { hasFields, leavesOf, pathsIn, valuesIn, waysTo } from './paths.ts'
import { checkWidth } from './width.ts'

/** A cell; undefined where the record has nothing of that name. */
export type Cell = Value | undefined

export interface Row {
  cells: Cell[]
  /** A field of the record for which there is no column. */
  extra: string | undefined
}

type OnMixed = FormatOptions['onMixed']

/** Columns as plain data. */
export interface ColumnsData {
  of: 'asked' | 'fields' | 'paths'
  names: readonly string[]
}

export abstract class Columns {
  readonly names: readonly string[]
  protected abstract readonly of: ColumnsData['of']
  readonly kinds: MixedColumns

  constructor(names: readonly string[], onMixed?: OnMixed) {
    this.names = names
    this.kinds = new MixedColumns(names, onMixed)
  }

  /** Those that are known before the first record, if they are. */
  static before(options: FormatOptions): Columns | undefined {
    const { columns, known, fields, onMixed } = options
    const names = columns ?? (known && [...known.keys()]) ?? fields
    if (names) checkWidth(names.length, names.at(-1) ?? '', options)
    if (columns) return new AskedColumns(columns, onMixed)
    if (known) return new PathColumns([...known.keys()], onMixed)
    return fields && new FieldColumns(fields, onMixed)
  }

  /** All that records may have: what else is in one is extra. */
  static all(names: readonly string[], { onMixed }: FormatOptions): Columns {
    return new PathColumns(names, onMixed)
  }

  /** All that these records have, in the order of first appearance. */
  static of(records: readonly Value[], options: FormatOptions = {}): Columns {
    const names = pathsIn(records, (path, count) => checkWidth(count, path, options))
    return new PathColumns(names, options.onMixed)
  }

  /** The same columns, for other records. */
  static like({ of, names }: ColumnsData): Columns {
    return new COLUMNS[of](names)
  }

  get data(): ColumnsData {
    return { of: this.of, names: this.names }
  }

  /** What each of them takes as it is. */
  get taken(): { kinds: MixedColumns; arrays: boolean[] } {
    // a path through an array may give one value
    const arrays = this.names.map((name) => this.of !== 'asked' || !name.includes('/'))
    return { kinds: this.kinds, arrays }
  }

  /** Takes what was found in rows that others made and that come next. */
  learn(found: Found): void {
    this.kinds.learn(found)
  }

  /** What was found in rows since this was asked last, if anything. */
  found(): Found | undefined {
    const found = this.kinds.news()
    return found.length > 0 ? found : undefined
  }

  rowOf(record: Value): Row {
    const row = this.row(record)
    this.kinds.add(row.cells)
    return row
  }

  protected abstract row(record: Value): Row
}

/** What was asked for, whatever else there is. A path through an array gives an array. */
class AskedColumns extends Columns {
  protected override readonly of = 'asked'
  readonly #fields = this.names.map((name): Field => name.split('/'))

  protected override row(record: Value): Row {
    return { cells: this.#fields.map((field) => asked(record, field)), extra: undefined }
  }
}

/** The fields that stages give a record, each a column, whatever is in it. */
class FieldColumns extends Columns {
  protected override readonly of = 'fields'
  readonly #places = new Set(this.names)

  protected override row(record: Value): Row {
    const fields = fieldsOf(record)
    const extra = Object.keys(fields).find((name) => !this.#places.has(name))
    return { cells: this.names.map((name) => get(fields, name)), extra }
  }
}

/**
 * A dictionary takes one column for each value in it, named by its path (`author/name`), unless the column is that of
 * the dictionary, as another record has a text there; an array, of whatever, is one value.
 */
class PathColumns extends Columns {
  protected override readonly of = 'paths'
  readonly #fields = this.names.map((name): Field => name.split('/'))
  readonly #places = new Set(this.names)
  readonly #ways = new Set(this.names.flatMap(waysTo)) // to columns, the columns aside

  protected override row(record: Value): Row {
    let found = 0
    const fields = hasFields(record) ? record : { [TEXT_KEY]: record }
    const cells = this.#fields.map((field, place) => {
      const cell = valueAt(fields, field)
      // a shape may know of a text and of what stands beside it
      const isCell = cell !== undefined && !(this.#isWay(place) && hasFields(cell))
      if (isCell) found += leavesOf(cell)
      return isCell ? cell : undefined
    })
    const extra = found === leavesOf(record) ? undefined : this.#beside(record)
    return { cells, extra }
  }

  #isWay(place: number): boolean {
    return this.#ways.has(this.names[place] as string)
  }

  #beside(record: Value): string | undefined {
    for (const [path, value] of valuesIn(record)) {
      const isEmpty = value === null && (this.#ways.has(path) || !hasFields(record))
      const isInside = [path, ...waysTo(path)].some(
        (way) => this.#places.has(way) && (way === path || !this.#ways.has(way)),
      )
      if (!isEmpty && !isInside) return path
    }
    return undefined
  }
}

const COLUMNS: Record<ColumnsData['of'], new (names: readonly string[]) => Columns> = {
  asked: AskedColumns,
  fields: FieldColumns,
  paths: PathColumns,
}

function valueAt(record: Dictionary, field: Field): Cell {
  const [first = ''] = field
  const value = get(record, first)
  if (field.length === 1) return value
  const inner = isDictionary(value) ? valueAt(value, field.slice(1)) : undefined
  if (inner !== undefined) return inner
  return get(record, field.join('/')) // as --select author/name has made it
}

function asked(record: Value, field: Field): Cell {
  const [first = ''] = field
  if (field.length === 1 && isDictionary(record)) return get(record, first)
  const values = valuesAt(record, field)
  return values.length > 1 ? values : values[0]
}

/** What is no dictionary stands where the text of one would. */
export function fieldsOf(record: Value): Dictionary {
  if (isDictionary(record)) return record
  return record === null ? {} : { [TEXT_KEY]: record }
}
