// Finds where reading can go on after a fault: after the end of the record that is at fault, at what begins as a record
// does, or at the end of an open element.

import type { NameTest, Pattern } from '../pattern.ts'
import { type Enclosed, enclosedAt, endOf, valueAround } from './enclosed.ts'

/** What the reader knows of names that stand from `at` on in the bytes at hand. */
export interface Known {
  /** Whether a record had this name. */
  wasRecord(at: number, length: number): boolean
  /** Whether there was a record. */
  hasRecords(): boolean
  /** How many elements are open up to the innermost of this name, 0 if none is. */
  openDepth(at: number, length: number): number
}

export interface ResyncPoint {
  at: number
  /** For the end tag of an open element: how many elements are open up to it. */
  depth: number
}

export interface Search {
  /** Where it begins. */
  from: number
  /** Where the reader came to: before that, tags are in pairs. */
  fault: number
  /** What was being read there, if no markup can be in it. */
  kind?: Enclosed['kind'] | undefined
  /** Whether the bytes begin with the start tag of a record, of which the end is looked for. */
  isInRecord: boolean
  /** Whether the fault is in no tag and no record: all that follows can be read. */
  isBetween: boolean
  /** Whether the tag at the fault may be the end of an open element. */
  isAtEndTag: boolean
  /** Whether other documents may begin after it. */
  isOutside: boolean
  /** And whether any root is one, not only a record. */
  isAnyRoot: boolean
}

const LESS = 0x3c
const MORE = 0x3e
const SLASH = 0x2f
const EXCLAMATION = 0x21
const QUESTION = 0x3f
const LONGEST = 64 * 1024 // bytes of a tag that is waited for
const SPACES = new Set([0x09, 0x0a, 0x0d, 0x20])
const NAME_ENDS = new Set([...SPACES, SLASH, MORE])

const CLOSERS = { comment: '-->', CDATA: ']]>', instruction: '?>', value: '' } as const

const ELEMENT = /^[^!?]/
const PROLOG = /^(?:\?xml|!DOCTYPE)$/

export class ResyncPoints {
  /** Everything before is searched. */
  at = 0
  readonly #known: Known
  readonly #tests: NameTest[] // of the last steps of a pattern
  #fault = 0
  #endsFrom = 0
  #isOutside = false
  #isAnyRoot = false
  #enclosed: Enclosed | undefined // what it is in
  #atFault: Enclosed | undefined // what the fault is in
  #isBetween = false
  #own: string | undefined // the name of the record that is at fault
  #nested = new Map<string, number>() // elements of the names of open ones, begun after the fault, and of the record's

  constructor(pattern: Pattern, known: Known) {
    this.#tests = pattern.flatMap((way) => way.at(-1)?.tests ?? [])
    this.#known = known
  }

  begin(bytes: Buffer, search: Search): void {
    const { from, fault, kind, isAtEndTag } = search
    this.at = from
    this.#fault = fault
    this.#endsFrom = isAtEndTag ? fault : fault + 1
    this.#isOutside = search.isOutside
    this.#isAnyRoot = search.isAnyRoot
    this.#nested = new Map()
    this.#isBetween = search.isBetween
    this.#own = search.isInRecord ? bytes.toString('utf8', 1, nameEnd(bytes, 1)) : undefined
    // `--▮->` is a fault, and ends the comment
    const begun = kind && { kind, from: Math.max(0, fault - 2), closer: CLOSERS[kind] }
    this.#atFault = begun ?? valueAround(bytes, fault)
    const isBegun = from >= fault || this.#tagAtFault(bytes) < from
    this.#enclosed = isBegun ? this.#atFault : undefined
  }

  /** Goes on at the fault. */
  jump(): void {
    this.at = Math.max(this.at, this.#fault)
    this.#enclosed = this.#atFault
  }

  /** Forgets the first bytes, which are searched. */
  shift(bytes: number): void {
    this.at -= bytes
    this.#fault -= bytes
    this.#endsFrom -= bytes
    for (const enclosed of new Set([this.#enclosed, this.#atFault])) {
      if (enclosed) enclosed.from = Math.max(0, enclosed.from - bytes)
    }
  }

  /** The next one in the bytes, or undefined when it needs more of them. */
  find(bytes: Buffer, isLast: boolean): ResyncPoint | undefined {
    while (true) {
      const isIn = this.#enclosed !== undefined
      if (!this.#pass(bytes, isLast)) return undefined
      if (this.#isBetween && isIn) return { at: this.at, depth: 0 }
      const p = bytes.indexOf(LESS, this.at)
      this.at = p < 0 ? bytes.length : p
      if (p < 0) return undefined
      if (this.#isBetween) return { at: p, depth: 0 }
      const isEnd = bytes[p + 1] === SLASH
      const from = isEnd ? p + 2 : p + 1
      const to = nameEnd(bytes, from)
      // <name▮
      if (to === bytes.length && to - from < LONGEST && !isLast) return undefined
      if (to > from) {
        const found = isEnd
          ? this.#endOf(bytes, p, to, isLast)
          : this.#startOf(bytes, p, to, isLast)
        if (found !== undefined) return found === 'wait' ? undefined : found
      }
      const begun = this.#begunAt(bytes, p)
      if (begun === 'wait' && !isLast) return undefined
      this.#enclosed = begun === 'wait' ? undefined : begun
      this.at = this.#enclosed?.from ?? from
    }
  }

  /** Passes what it is in, or notices that it is not; answers whether that is done. */
  #pass(bytes: Buffer, isLast: boolean): boolean {
    const enclosed = this.#enclosed
    if (!enclosed) return true
    const end = endOf(enclosed, bytes, this.at, isLast, this)
    this.at = end === 'wait' ? Math.max(this.at, bytes.length) : end
    if (end !== 'wait') this.#enclosed = undefined
    return end !== 'wait'
  }

  #begunAt(bytes: Buffer, p: number): Enclosed | 'wait' | undefined {
    const next = bytes[p + 1]
    if (next === EXCLAMATION || next === QUESTION) return enclosedAt(bytes, p)
    return p === this.#tagAtFault(bytes) ? this.#atFault : undefined
  }

  /** Where the tag begins in a value of which the fault is. */
  #tagAtFault(bytes: Buffer): number {
    // it may have been let go
    if (this.#atFault?.kind !== 'value' || this.#fault < 1) return Number.POSITIVE_INFINITY
    return bytes.lastIndexOf(LESS, this.#fault - 1)
  }

  /** Whether the end tag of an open element begins at a place. */
  isEndOfOpen(bytes: Buffer, at: number): boolean {
    const to = nameEnd(bytes, at + 2)
    return this.#known.openDepth(at + 2, to - at - 2) > 0
  }

  /** Whether a record may begin at a place. */
  isRecordAt(bytes: Buffer, at: number): boolean {
    return bytes[at] === LESS && this.#isRecord(bytes, at + 1, nameEnd(bytes, at + 1))
  }

  #endOf(bytes: Buffer, p: number, to: number, isLast: boolean): ResyncPoint | 'wait' | undefined {
    const name = bytes.toString('utf8', p + 2, to)
    const isOwn = name === this.#own
    if (!isOwn && p < this.#endsFrom) return undefined
    const depth = isOwn ? 0 : this.#known.openDepth(p + 2, to - p - 2)
    if (!isOwn && depth === 0) return undefined
    const nested = this.#nested.get(name) ?? 0
    if (nested > 0) this.#nested.set(name, nested - 1)
    if (nested > 0) return undefined
    if (!isOwn) return { at: p, depth }
    let end = to // </bus  ▮>
    while (SPACES.has(bytes[end] ?? 0)) end++
    if (end === bytes.length && !isLast && end - p < LONGEST) return 'wait'
    return bytes[end] === MORE ? { at: end + 1, depth } : undefined
  }

  #startOf(
    bytes: Buffer,
    p: number,
    to: number,
    isLast: boolean,
  ): ResyncPoint | 'wait' | undefined {
    if (this.#isRecord(bytes, p + 1, to)) return { at: p, depth: 0 }
    const name = bytes.toString('utf8', p + 1, to)
    const isOpen = p >= this.#fault && this.#known.openDepth(p + 1, to - p - 1) > 0
    if (name !== this.#own && !isOpen) return undefined
    const close = bytes.indexOf(MORE, to)
    if (close < 0 && !isLast && bytes.length - p < LONGEST) return 'wait'
    const isEmpty = close >= 0 && bytes[close - 1] === SLASH
    if (!isEmpty) this.#nested.set(name, (this.#nested.get(name) ?? 0) + 1)
    return undefined
  }

  #isRecord(bytes: Buffer, from: number, to: number): boolean {
    const qualified = bytes.toString('utf8', from, to)
    if (this.#isOutside && PROLOG.test(qualified)) return true
    if (!ELEMENT.test(qualified)) return false
    if (this.#isAnyRoot) return true
    const local = qualified.slice(qualified.indexOf(':') + 1)
    return this.#tests.some((test) => {
      if (test.prefix !== undefined && !qualified.startsWith(`${test.prefix}:`)) return false
      if (test.local !== '*') return test.local === local
      return !this.#known.hasRecords() || this.#known.wasRecord(from, to - from)
    })
  }
}

function nameEnd(bytes: Buffer, from: number): number {
  let to = from
  while (to < bytes.length && !NAME_ENDS.has(bytes[to] ?? 0) && bytes[to] !== LESS) to++
  return to
}
