// Finds what looks like the start of a record, by the names that records have: those of the pattern, and those that were met.

import type { Pattern } from '../engine/pattern.ts'
import { type Around, type FirstRecord, firstRecord, type Way } from '../parts/around.ts'
import { findCandidate } from '../parts/candidates.ts'

const MOST_LOOKS = 64 // for more names
const LOOK = 256 * 1024 // bytes
/** Bytes that one may have to be found for sure. */
export const LONGEST_START: number = 64 * 1024
const ANY = '*'

export class RecordStarts {
  readonly #way: Pick<Way, 'bytesAt' | 'pattern' | 'options'>
  readonly #names: Set<string>
  #looks = 0

  constructor(way: Pick<Way, 'bytesAt' | 'pattern' | 'options'>, { names }: FirstRecord) {
    this.#way = way
    this.#names = new Set([...names, ...namesIn(way.pattern)])
  }

  /** The first from one place on, before another; -1 if there is none. */
  find(from: number, to: number): number {
    return findCandidate(this.#way.bytesAt, [...this.#names], from, to)
  }

  /** Looks for other names of records after a place; answers whether there are any. */
  learn(from: number, around: Around | undefined, to: number): boolean {
    if (!around || this.#looks++ >= MOST_LOOKS) return false
    const before = this.#names.size
    const found = firstRecord({ ...this.#way, from, around, to: Math.min(to, from + LOOK) })
    for (const name of found?.names ?? []) this.#names.add(name)
    return this.#names.size > before
  }
}

/** As they are written; one in a namespace may be written so. */
function namesIn(pattern: Pattern): string[] {
  const tests = pattern.flatMap((way) => way.at(-1)?.tests ?? [])
  return tests
    .filter(({ local }) => local !== ANY)
    .map(({ prefix, local }) => (prefix === undefined ? local : `${prefix}:${local}`))
}
