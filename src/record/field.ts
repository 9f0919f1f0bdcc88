// Provides fields: paths inside a record, as `@id`, `author/name` or `#text`.

import { UsageError } from '../core/errors.ts'
import { get, isDictionary, set, TEXT_KEY, textOf, type Value } from './record.ts'

/** The names on the way into a record. */
export type Field = string[]

/** @throws UsageError when a name on the way is empty. */
export function parseField(text: string): Field {
  const field = text.trim().split(/\/(?![^{]*\})/) // not in {http://…}title
  if (field.includes('') || /[=<>!~"']/.test(text.replace(/\{[^}]*\}/g, ''))) {
    throw new UsageError(
      `field ${JSON.stringify(text)}: expected a name, as in title, @id or author/name`,
    )
  }
  return field
}

/** Whether `test` holds for any value at `field`: names that repeat give several. */
export function anyValue(
  record: Value,
  field: Field,
  test: (value: Value) => boolean,
  from = 0,
): boolean {
  if (Array.isArray(record)) return record.some((item) => anyValue(item, field, test, from))
  const name = field[from]
  if (name === undefined) return test(record)
  if (isDictionary(record)) {
    const value = get(record, name)
    if (value !== undefined) return anyValue(value, field, test, from + 1)
    // a stage before may have made a field of that path, as --select author/name does
    const made = from < field.length - 1 ? get(record, field.slice(from).join('/')) : undefined
    return made !== undefined && anyValue(made, field, test, field.length)
  }
  // an element with only text is that text
  return name === TEXT_KEY && record !== null && from === field.length - 1 && test(record)
}

/** The values at `field`, in the order of the document. */
export function valuesAt(record: Value, field: Field): Value[] {
  const values: Value[] = []
  anyValue(record, field, (value) => {
    values.push(value)
    return false
  })
  return values
}

/** Whether it is one of the record's own, no way deeper into it. */
export function isName(field: Field): boolean {
  return field.length === 1 && !field[0]?.includes('/')
}

/** The record without `field`, as a copy where it changes; an element left with nothing is null. */
export function without(record: Value, field: Field, from = 0): Value {
  if (Array.isArray(record)) return record.map((item) => without(item, field, from))
  const name = field[from]
  if (name === undefined) return record
  if (!isDictionary(record)) {
    const isText = name === TEXT_KEY && from === field.length - 1
    return isText ? null : record
  }
  const value = get(record, name)
  const path = field.slice(from).join('/')
  if (value === undefined && path !== name) return without(record, [path])
  if (value === undefined) return record
  const rest = { ...record }
  if (from < field.length - 1) set(rest, name, without(value, field, from + 1))
  else delete rest[name]
  return Object.keys(rest).length > 0 ? rest : null
}

/** Fields as they were written. */
export function fieldNames(fields: Field[]): string[] {
  return fields.map((field) => field.join('/'))
}

/** Texts of all fields, null for one that is missing: a list for each way to take one of every field that repeats. */
export function combinationsOf(record: Value, fields: Field[]): (string | null)[][] {
  return fields.reduce<(string | null)[][]>(
    (lists, field) => {
      const texts = [...new Set(valuesAt(record, field).map(textOf))]
      const values = texts.length > 0 ? texts : [null]
      return lists.flatMap((list) => values.map((value) => [...list, value]))
    },
    [[]],
  )
}
