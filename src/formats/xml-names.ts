// Checks that XML allows a name, and finds its prefix.

import { OutputError, UsageError } from '../core/errors.ts'

// as XML 1.0 has them, the colon of a prefix aside
const START =
  'A-Z_a-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}\\u{200d}' +
  '\\u{2070}-\\u{218f}\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}\\u{10000}-\\u{effff}'
const PART = `[${START}][${START}\\-.0-9\\u{b7}\\u{300}-\\u{36f}\\u{203f}-\\u{2040}]*`
const NAME = new RegExp(`^(?:(${PART}):)?${PART}$`, 'u')

/** @throws UsageError for a name from a flag that is none. */
export function checkGiven(flag: string, name: string): void {
  if (NAME.test(name) && !name.includes(':')) return
  throw new UsageError(`${flag}: expected a name without a colon, found ${JSON.stringify(name)}`)
}

/** Names that were found right, and what stands before their colon. */
const PREFIXES = new Map<string, string>()
const MOST_KNOWN = 10_000

/** What stands before the colon of a name; '' if it has none. `field` is what errors call it. */
export function prefixOf(name: string, field: string): string {
  const prefix = knownPrefixOf(name)
  if (prefix !== undefined) return prefix
  throw new OutputError(`field ${JSON.stringify(field)}: no name that XML allows`)
}

/** The same; undefined for a name that XML does not allow. */
export function knownPrefixOf(name: string): string | undefined {
  const known = PREFIXES.get(name)
  if (known !== undefined) return known
  const found = NAME.exec(name)
  if (!found) return undefined
  const [, prefix = ''] = found
  if (PREFIXES.size < MOST_KNOWN) PREFIXES.set(name, prefix)
  return prefix
}
