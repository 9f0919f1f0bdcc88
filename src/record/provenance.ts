// Adds to a record where it is from, or lets whom it is sent to ask for that.

import { StageError } from '../core/errors.ts'
import { type Dictionary, isDictionary, set, TEXT_KEY, type Value } from './record.ts'

/** Where a record is from: what its input is called, the how manyth it is there from 1, and where it begins in bytes. */
export interface Provenance {
  file: string
  record: number
  offset: number
}

/** Stands for a field where none is added: no field is called so. */
export const NO_FIELD = '\0'

let last: Provenance | undefined

/**
 * Where the record is from that is on its way. All that becomes of a record at once has its place; what is held back
 * has that of the record which is then on its way, the same in each run.
 */
export function placeOnItsWay(): Provenance | undefined {
  return last
}

/** The record with one more field, its first. */
export function withProvenance(value: Value, field: string, from: Provenance): Value {
  last = from
  if (field === NO_FIELD) return value
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
