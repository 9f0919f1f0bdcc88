// Finds fields that a plan names and no record has, and what may have been meant, from the first records.

import { nearest } from '../core/nearest.ts'
import type { NamedField } from '../plan/named-fields.ts'
import type { Plan } from '../plan/plan.ts'
import { type Fields, findFields } from './complete/fields.ts'
import { findPatterns } from './complete/patterns.ts'

const MOST_PATTERNS = 12

/** A line for each; `isAll` says that the bytes are the whole input, and so that there are no others. */
export async function hintsOf(
  fields: NamedField[],
  plan: Plan,
  bytes: Uint8Array,
  isAll: boolean,
): Promise<string[]> {
  const hints = new Map<string, string>()
  for (const named of fields) {
    const path = named.field.join('/')
    if (hints.has(path)) continue
    const found = await findFields({ ...plan, pipeline: { stages: named.before } }, bytes)
    if (found.has(path) || (named.isAnywhere && isEnding(path, found))) continue
    const meant = await meantBy(named, found, plan, bytes)
    // a field may be rare, and that no records were found looks the same as records without fields
    if (meant === undefined && (!isAll || found.size === 0)) continue
    const what = isAll ? 'no record has' : 'none of the first records has'
    hints.set(path, `cosax: ${what} the field ${path}${meant ?? ''}`)
  }
  return [...hints.values()]
}

function isEnding(path: string, found: Fields): boolean {
  return [...found.keys()].some((other) => other.endsWith(`/${path}`))
}

async function meantBy(
  { field, isCompared }: NamedField,
  found: Fields,
  plan: Plan,
  bytes: Uint8Array,
): Promise<string | undefined> {
  const path = field.join('/')
  if (isCompared && field.length === 1 && found.size > 0) return `; a text is in quotes: "${path}"`
  const near = nearestField(path, [...found.keys()])
  const isXml = !plan.records
  const pattern = near?.isSure || !isXml ? undefined : await patternWith(path, plan, bytes)
  if (pattern !== undefined) return `; it is in ${pattern}: try -r ${pattern}`
  return near && `: did you mean ${near.path}?`
}

/** The field that was meant: the same by another kind of name, one further in, or one that is spelled alike. */
export function nearestField(
  path: string,
  paths: readonly string[],
): { path: string; isSure: boolean } | undefined {
  const bare = (text: string) => plainOf(text).replace(/[^/]*:/g, '')
  const same = [
    (other: string) => plainOf(other) === plainOf(path),
    (other: string) => bare(other) === bare(path),
    (other: string) => other === path.replaceAll('.', '/'),
    (other: string) => bare(other).toLowerCase() === bare(path).toLowerCase(),
    (other: string) => bare(other).endsWith(`/${bare(path)}`),
  ]
  for (const isSame of same) {
    const other = paths.find(isSame)
    if (other !== undefined) return { path: other, isSure: true }
  }
  const other = nearest(path, paths)
  return other === undefined ? undefined : { path: other, isSure: false }
}

/** Without the prefix of attributes. */
function plainOf(path: string): string {
  return path.replace(/@/g, '')
}

async function patternWith(
  path: string,
  plan: Plan,
  bytes: Uint8Array,
): Promise<string | undefined> {
  const names = [...findPatterns(bytes, plan.encoding).keys()].filter((name) => !name.includes('/'))
  for (const record of names.slice(0, MOST_PATTERNS)) {
    const found = await findFields({ ...plan, record, pipeline: { stages: [] } }, bytes)
    if (found.has(path)) return record
  }
  return undefined
}
