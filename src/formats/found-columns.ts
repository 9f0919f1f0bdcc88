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
  options: FormatOptions,
  finding: Finding,
): Column[] {
  const finder = new ColumnFinder(options, finding)
  for (const record of first) finder.add(record)
  return finder.columns
}

/** Finds them while records come. */
export class ColumnFinder {
  readonly #chosen: ReadonlyMap<string, Field> | undefined
  readonly #types: ReadonlyMap<string, ColumnType>
  readonly #whole: ReadonlyMap<string, ColumnType>
  readonly #finding: Finding
  readonly #found: Map<string, Set<Kind>>

  constructor(
    { columns, types = new Map(), known = new Map(), fields }: FormatOptions,
    finding: Finding,
  ) {
    this.#chosen = columns && fieldsNamed(columns)
    this.#types = types
    this.#whole = wholeFields(known)
    this.#finding = finding
    const names = columns ?? (this.#whole.size > 0 ? [...this.#whole.keys()] : (fields ?? []))
    finding.onColumn(names.length, names.at(-1) ?? '')
    this.#found = new Map(names.map((name) => [name, new Set<Kind>()]))
  }

  /** Of the columns so far. */
  get names(): string[] {
    return [...this.#found.keys()]
  }

  add(record: Value): void {
    const dictionary = this.#chosen ? chosenOf(record, this.#chosen) : fieldsOf(record)
    for (const name of Object.keys(dictionary)) {
      const value = get(dictionary, name) as Value
      if (!this.#found.has(name)) {
        this.#finding.onColumn(this.#found.set(name, new Set()).size, name)
      }
      if (value !== null) this.addKind(name, kindOf(value))
    }
  }

  /** Takes note of a value in one of them. */
  addKind(name: string, kind: Kind): void {
    this.#found.get(name)?.add(kind)
  }

  get columns(): Column[] {
    // no format has tables without a column
    const found = this.#found.size > 0 ? this.#found : new Map([[TEXT_KEY, new Set<Kind>()]])
    return Array.from(found, ([name, kinds]) => {
      const type = this.#whole.get(name) ?? typeAt(name, this.#types)
      return { name, type: type ?? this.#finding.typeOf(kinds), isDeclared: type !== undefined }
    })
  }
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
