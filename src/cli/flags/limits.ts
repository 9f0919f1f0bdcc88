// Turns the limits of documents into flags, one each.

import { formatBytes, parseBytes } from '../../core/bytes.ts'
import { UsageError } from '../../core/errors.ts'
import { LIMITS, type Limits } from '../../engine/limits.ts'
import type { Flag } from './flag.ts'

/** What each bounds, and what it is counted in. */
const WORDS: Record<keyof Limits, [argument: 'N' | 'BYTES', summary: string]> = {
  depth: ['N', 'elements open at once'],
  attributes: ['N', 'attributes of a start tag'],
  name: ['BYTES', 'the length of a name'],
  names: ['BYTES', 'the length of all different names together'],
  tag: ['BYTES', 'the length of a start tag'],
  record: ['BYTES', 'the length of a record as a line of JSON'],
  expansion: ['BYTES', 'what entities and declared attributes add to a document'],
  amplification: ['N', 'how many times the bytes read they may add, beyond the first MiB'],
}

/** Those that JSON lines have too. */
const OF_ALL: readonly (keyof Limits)[] = ['depth', 'record']

export const LIMIT_FLAGS: readonly Flag[] = Object.entries(WORDS).map(
  ([key, [argument, summary]]) => {
    const limit = key as keyof Limits
    const name = `--max-${limit}`
    const standard = LIMITS[limit]
    return {
      names: [name],
      argument,
      group: 'Limits',
      summary: `${summary} (${argument === 'BYTES' ? formatBytes(standard) : standard})`,
      commands: ['check', 'infer', 'tree', 'split'],
      ...(!OF_ALL.includes(limit) && { isOfXml: true as const }),
      add({ plan }, text) {
        plan.limits = { ...plan.limits, [limit]: parsed(name, argument, text) }
      },
    }
  },
)

/** Bytes as a flag writes them, as in 300M. */
export function bytesIn(flag: string, text: string): number {
  return parsed(flag, 'BYTES', text)
}

function parsed(flag: string, argument: 'N' | 'BYTES', text: string): number {
  const value = argument === 'BYTES' || /^\d+$/.test(text) ? parseBytes(text) : undefined
  if (value !== undefined) return value
  const expected = argument === 'BYTES' ? 'bytes from 1, as in 300M' : 'a number from 1'
  throw new UsageError(`${flag}: expected ${expected}, found ${JSON.stringify(text)}`)
}
