// Provides what arguments of stages are made of, to hold a plan that was made by hand to it.

import { type Check, each, fields, kind, text } from '../core/checks.ts'

export const NOTHING: Check = kind('null', (value) => value === null || value === undefined)

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

export const COUNT: Check = kind('a number of records', isCount)

export const TEXT: Check = kind('a text', (value) => typeof value === 'string' && value !== '')

const LIST = kind('a field, as ["author", "name"]', (names) => {
  return Array.isArray(names) && names.length > 0
})

export const FIELD: Check = (value, place) => {
  LIST(value, place)
  each(TEXT)(value, place)
}

export const FIELDS: Check = each(FIELD)

/** Fields under names, as `--select` has them. */
export const COLUMNS: Check = each(fields({ name: text, field: FIELD }, {}))
