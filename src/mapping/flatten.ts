// Turns a record into one dictionary without others in it.

import { type Dictionary, isDictionary, type Value } from '../record/record.ts'
import { join } from './join.ts'

/**
 * Names on the way to a value become one key. The text of an element is under the name of the element, whether
 * it has attributes or not. An array of dictionaries becomes an array for each of their keys, as long as it,
 * with null where one has no such key.
 */
export function flatten(record: Value, separator: string, textKey: string): Value {
  if (!isDictionary(record)) return record
  const flat: Dictionary = {}
  const add = (value: Value, key: string, isColumn = false) => {
    if (isDictionary(value)) addEntries(value, key)
    else if (!isColumn && Array.isArray(value) && value.some(isDictionary)) {
      for (const [below, column] of columnsOf(value)) add(column, joined(key, below), true)
    } else join(flat, key === '' ? textKey : key, value)
  }
  const addEntries = (dictionary: Dictionary, key: string) => {
    const entries = Object.entries(dictionary)
    if (entries.length === 0) add(null, key)
    for (const [name, value] of entries) add(value, name === textKey ? key : joined(key, name))
  }
  const joined = (key: string, name: string) =>
    key === '' || name === '' ? key + name : key + separator + name

  const columnsOf = (values: Value[]): Map<string, Value[]> => {
    const columns = new Map<string, Value[]>()
    for (const [row, value] of values.entries()) {
      const cells = isDictionary(value) ? flatten(value, separator, textKey) : value
      const entries = isDictionary(cells) ? Object.entries(cells) : [[textKey, cells] as const]
      for (const [name, cell] of entries) {
        if (cell === null && !isDictionary(value)) continue
        const key = name === textKey ? '' : name
        const column = columns.get(key) ?? values.map(() => null)
        column[row] = cell
        columns.set(key, column)
      }
    }
    return columns
  }
  addEntries(record, '')
  return flat
}
