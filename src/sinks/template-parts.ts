// Turns a text with fields in braces, `pages.{lang}`, into texts and fields in turn.

import { UsageError } from '../core/errors.ts'
import { type Field, parseField, valuesAt } from '../record/field.ts'
import { textOf, type Value } from '../record/record.ts'

const MISSING = '_missing'
const EMPTY = '_empty'

export type TemplatePart = string | Field

/** @throws UsageError with `name` for a brace without its other half, or what is no field between them. */
export function templateParts(text: string, name: string): TemplatePart[] {
  return [...text.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]/g)].map(([whole, field]) => {
    if (field?.trim() === '') throw new UsageError(`${name}: expected a field between { and }`)
    if (field !== undefined) return parseField(field)
    if (whole === '{{' || whole === '}}') return whole.slice(1)
    if (whole !== '{' && whole !== '}') return whole
    throw new UsageError(
      `${name}: ${whole} has no other half; one that belongs to the name is written ${whole}${whole}`,
    )
  })
}

/** The values of a field as they stand in names, each once. */
export function textsAt(record: Value, field: Field, escaped: (text: string) => string): string[] {
  const texts = valuesAt(record, field).map(textOf)
  if (texts.length === 0) return [MISSING]
  return [...new Set(texts)].map((text) => (text === '' ? EMPTY : escaped(text)))
}

/** A name that is too long ends in `%~`, which no escape looks like, and a hash of the whole. */
export function shortened(name: string, most: number): string {
  if (Buffer.byteLength(name) <= most) return name
  const { createHash } = process.getBuiltinModule('node:crypto')
  const hash = `%~${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
  let start = ''
  for (const character of name) {
    if (Buffer.byteLength(start + character) > most - hash.length) break
    start += character
  }
  return start.replace(/%[^%]{0,4}$/, '') + hash
}

/** One text of each list, in every way. */
export function* combinations(lists: string[][], from = 0): Generator<string[]> {
  const list = lists[from]
  if (!list) yield []
  else {
    for (const text of list) {
      for (const rest of combinations(lists, from + 1)) yield [text, ...rest]
    }
  }
}
