// Adds a value to a dictionary: what comes under one name is an array.

import { type Dictionary, get, set, type Value } from '../record/record.ts'

/** An array that is there already grows: it must not be shared. */
export function join(dictionary: Dictionary, key: string, value: Value): void {
  const known = get(dictionary, key)
  if (known === undefined) {
    set(dictionary, key, value)
    return
  }
  const list = Array.isArray(known) ? known : [known]
  if (list !== known) set(dictionary, key, list)
  if (!Array.isArray(value)) list.push(value)
  else for (const item of value) list.push(item)
}
