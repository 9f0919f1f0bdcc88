// Finds the columns of a table of records, and their types: as they are declared, else as the first records have them.

import { type Field, valuesAt } from '../record/field.ts'
import { type Dictionary, get, set, TEXT_KEY, type Value } from '../record/record.ts'
import { fieldsOf } from './columns.ts'
import type { ColumnType, FormatOptions } from './format.ts'

export interface Column {
  name: string
  type: ColumnType
  /** Whether the type was given: then text is read as it, else it is never more than text. */
  isDeclared: boolean
}

/** What a value is. */
export type Kind = Exclude<ColumnType, 'json'> | 'nested'

interface Finding {
  /** Called with the number of columns, and the last of them. */
  onColumn(columns: number, name: string): void
  /** The type that takes all that was found in a column. */
  typeOf(kinds: ReadonlySet<Kind>): ColumnType
}

export function foundColumns(
  first: readonly Value[],
  { columns, types = new Map(), known = new Map(), fields }: FormatOptions,
  { onColumn, typeOf }: Finding,
): Column[] {
  const chosen = columns && fieldsNamed(columns)
  const whole = wholeFields(known)
  const names = columns ?? (whole.size > 0 ? [...whole.keys()] : (fields ?? []))
  onColumn(names.length, names.at(-1) ?? '')
  const found = new Map(names.map((name) => [name, new Set<Kind>()]))
  for (const record of first) {
    const dictionary = chosen ? chosenOf(record, chosen) : fieldsOf(record)
    for (const [name, value] of Object.entries(dictionary)) {
      if (!found.has(name)) onColumn(found.set(name, new Set()).size, name)
      if (value !== null) found.get(name)?.add(kindOf(value))
    }
  }
  // no format has tables without a column
  if (found.size === 0) found.set(TEXT_KEY, new Set())
  return [...found].map(([name, kinds]) => {
    const type = whole.get(name) ?? typeAt(name, types)
    return { name, type: type ?? typeOf(kinds), isDeclared: type !== undefined }
  })
}

/** Columns that were chosen by the way to them, `author/name`. */
export function fieldsNamed(columns: readonly string[]): Map<string, Field> {
  return new Map(columns.map((name) => [name, name.split('/')]))
}

/** What of a record was chosen. */
export function chosenOf(record: Value, fields: ReadonlyMap<string, Field>): Dictionary {
  const dictionary = fieldsOf(record)
  const chosen: Dictionary = {}
  for (const [name, field] of fields) {
    const value = get(dictionary, name) ?? valueAt(record, field)
    if (value !== undefined) set(chosen, name, value)
  }
  return chosen
}

export function kindOf(value: Exclude<Value, null>): Kind {
  if (typeof value === 'string') return 'text'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number'
  return 'nested'
}

/** An array where the way into the record leads to several. */
function valueAt(record: Value, field: Field): Value | undefined {
  const values = valuesAt(record, field)
  return values.length > 1 ? values : values[0]
}

/** What is known of a column by its path: one with other values in it is JSON. */
function typeAt(path: string, types: ReadonlyMap<string, ColumnType>): ColumnType | undefined {
  for (const known of types.keys()) if (known.startsWith(`${path}/`)) return 'json'
  return types.get(path)
}

/** What is known of the values in a field is known of the field: one with others in it is JSON. */
function wholeFields(known: ReadonlyMap<string, ColumnType>): Map<string, ColumnType> {
  const whole = new Map<string, ColumnType>()
  for (const [path, type] of known) {
    const [name = path, ...below] = path.split('/')
    whole.set(name, below.length > 0 || whole.has(name) ? 'json' : type)
  }
  return whole
}
