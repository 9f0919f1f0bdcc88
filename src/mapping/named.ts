// Adds to a record the name of its element, as its first field.

import { StageError } from '../core/errors.ts'
import { type Dictionary, isDictionary, set, TEXT_KEY, type Value } from '../record/record.ts'

/** @throws StageError when the record has such a field already. */
export function named(
  value: Value,
  field: string,
  name: string,
  textKey: string = TEXT_KEY,
): Value {
  const fields = isDictionary(value) ? value : value === null ? {} : { [textKey]: value }
  if (Object.hasOwn(fields, field)) {
    throw new StageError(`--with-name ${field}: <${name}> already has a field of that name`)
  }
  const record: Dictionary = {}
  set(record, field, name)
  for (const [key, entry] of Object.entries(fields)) set(record, key, entry)
  return record
}
