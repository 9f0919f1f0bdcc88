// Adds to a record where it is from.

import { StageError } from '../core/errors.ts'
import { type Dictionary, isDictionary, set, TEXT_KEY, type Value } from './record.ts'

/** Where a record is from: what its input is called, the how manyth it is there from 1, and where it begins in bytes. */
export interface Provenance {
  file: string
  record: number
  offset: number
}

/** The record with one more field, its first. */
export function withProvenance(value: Value, field: string, from: Provenance): Value {
  const fields = isDictionary(value) ? value : value === null ? {} : { [TEXT_KEY]: value }
  if (Object.hasOwn(fields, field)) {
    const place = `${from.file}: record ${from.record}, at byte ${from.offset},`
    throw new StageError(`--with-source ${field}: ${place} already has a field of that name`)
  }
  const record: Dictionary = {}
  set(record, field, { ...from })
  for (const [key, entry] of Object.entries(fields)) set(record, key, entry)
  return record
}
