// Turns records into rows: the columns that the first records have, or those that are asked for.

import { type Field, valuesAt } from '../record/field.ts'
import { type Dictionary, get, isDictionary, TEXT_KEY, type Value } from '../record/record.ts'

/** A cell; undefined where the record has nothing of that name. */
export type Cell = Value | undefined

export interface Row {
  cells: Cell[]
  /** A field of the record for which there is no column. */
  extra: string | undefined
}

/**
 * The columns of a table. A dictionary takes one column for each value in it, named by its path (`author/name`);
 * an array, of whatever, is one value.
 */
export class Columns {
  readonly names: readonly string[]
  readonly #fields: Field[]
  readonly #areAll: boolean

  private constructor(names: readonly string[], areAll: boolean) {
    this.names = names
    this.#fields = names.map((name) => name.split('/'))
    this.#areAll = areAll
  }

  /** What was asked for, whatever else there is. A path through an array gives an array. */
  static asked(names: readonly string[]): Columns {
    return new Columns(names, false)
  }

  /** All that records are known to have: a field beside them is extra. */
  static known(names: Iterable<string>): Columns {
    return new Columns([...names], true)
  }

  /** All that these records have, in the order of first appearance. */
  static of(records: readonly Value[]): Columns {
    return new Columns([...new Set(records.flatMap((record) => pathsOf(record)))], true)
  }

  rowOf(record: Value): Row {
    if (!this.#areAll)
      return { cells: this.#fields.map((field) => asked(record, field)), extra: undefined }
    let found = 0
    const cells = this.#fields.map((field) => {
      const cell = leafAt(record, field)
      if (cell !== undefined) found++
      return cell
    })
    const extra = found === leavesOf(record) ? undefined : this.#firstBeside(record)
    return { cells, extra }
  }

  #firstBeside(record: Value): string | undefined {
    return pathsOf(record).find((path) => !this.names.includes(path))
  }
}

/** The paths of the values in a record; a record without fields is its own text. */
export function pathsOf(record: Value): string[] {
  if (!hasFields(record)) return [TEXT_KEY]
  return Object.entries(record).flatMap(([name, value]) =>
    hasFields(value) ? pathsOf(value).map((path) => `${name}/${path}`) : [name],
  )
}

function leavesOf(record: Value): number {
  if (!hasFields(record)) return 1
  let leaves = 0
  for (const name of Object.keys(record)) {
    const value = record[name] as Value
    leaves += typeof value === 'object' ? leavesOf(value) : 1
  }
  return leaves
}

function leafAt(record: Value, field: Field): Cell {
  if (!hasFields(record)) return field.length === 1 && field[0] === TEXT_KEY ? record : undefined
  const [first = ''] = field
  if (field.length === 1) {
    const value = get(record, first)
    return hasFields(value) ? undefined : value
  }
  const inner = get(record, first)
  if (hasFields(inner)) {
    const leaf = leafAt(inner, field.slice(1))
    if (leaf !== undefined) return leaf
  }
  return get(record, field.join('/')) // as --select author/name has made it
}

function asked(record: Value, field: Field): Cell {
  const [first = ''] = field
  if (field.length === 1 && isDictionary(record)) return get(record, first)
  const values = valuesAt(record, field)
  return values.length > 1 ? values : values[0]
}

function hasFields(value: Cell): value is Dictionary {
  return isDictionary(value) && Object.keys(value).length > 0
}
