// Says where two values begin to differ, for a person to see; outcomes of laws are long.

import { inspect } from 'node:util'

const SHOWN = 300
const DEEP = { depth: 20, maxStringLength: null, maxArrayLength: null, sorted: true }

/** Nothing if they are the same. */
export function difference(found: unknown, expected: unknown): string {
  const [a, b] = [inspect(found, DEEP), inspect(expected, DEEP)]
  if (a === b) return ''
  let at = 0
  while (a[at] === b[at]) at++
  const from = Math.max(0, at - 80)
  return `found ${a.slice(from, at + SHOWN)}, expected ${b.slice(from, at + SHOWN)}`
}
