// Provides the field in which a record has the name of its element on the way to XML, and what else it says there.

import { type Dictionary, get, isDictionary, type Value } from './record.ts'

/** No element has this name. */
export const ELEMENT_FIELD = '<element>'

/** What XML needs to know about a record: its name, the number of the scope around it, whether it was no dictionary. */
export interface ElementWords {
  name: string
  scope: number
  isBare: boolean
}

const BARE = '='

/** Adds to the name in a record what is not as usual; the record is not shared yet. */
export function stamped(record: Value, scope: number, isBare: boolean): Value {
  if (!isDictionary(record) || (scope === 0 && !isBare)) return record
  const name = get(record, ELEMENT_FIELD)
  if (typeof name !== 'string') return record
  record[ELEMENT_FIELD] = isBare ? `${name} ${scope} ${BARE}` : `${name} ${scope}`
  return record
}

/** What a record says about its element; undefined where it says nothing. */
export function wordsOf(record: Value): ElementWords | undefined {
  const words = isDictionary(record) ? get(record, ELEMENT_FIELD) : undefined
  if (typeof words !== 'string') return undefined
  const [name = '', scope = '0', bare] = words.split(' ')
  return { name, scope: Number(scope), isBare: bare === BARE }
}

/** Whether a record with its name was none but a text, or nothing, before it had one. */
export function isBare(record: Value, textKey: string): boolean {
  if (!isDictionary(record)) return false
  for (const key in record) {
    if (key === ELEMENT_FIELD) continue
    if (key !== textKey || typeof record[key] === 'object') return false
  }
  return true
}

/** The record as it would be without its name; `textKey` as for `isBare`, null if no record was so. */
export function unnamed(record: Value, textKey: string | null): Value {
  const words = wordsOf(record)
  if (!words) return record
  const { [ELEMENT_FIELD]: _, ...rest } = record as Dictionary
  if (textKey === null) return rest
  if (Object.keys(rest).length === 0) return null
  return words.isBare && isBare(rest, textKey) ? (get(rest, textKey) as Value) : rest
}
