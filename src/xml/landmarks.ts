// Finds where reading can go on behind a fault: at what begins as a record does, or at the end of an open element.

import type { NameTest, Pattern } from './pattern.ts'

/** What the reader knows of names that stand from `at` on in the bytes at hand. */
export interface Known {
  /** Whether a record had this name. */
  wasRecord(at: number, length: number): boolean
  /** Whether there was a record. */
  hasRecords(): boolean
  /** How many elements are open up to the innermost of this name, 0 if none is. */
  openDepth(at: number, length: number): number
}

export interface Landmark {
  at: number
  /** For the end tag of an open element: how many elements are open up to it. */
  depth: number
}

export interface Search {
  /** Where it begins. */
  from: number
  /** Where the reader came to: before that, tags are in pairs, and comments and CDATA were read as such. */
  fault: number
  /** Whether the tag at the fault may be the end of an open element. */
  isAtEndTag: boolean
  /** Whether any document may begin there, not only a record. */
  isAnyRoot: boolean
}

const LESS = 0x3c
const MORE = 0x3e
const SLASH = 0x2f
const COMMENT = '<!--'
const CDATA = '<![CDATA['
const EXCLAMATION = 0x21
const LONGEST = 64 * 1024 // bytes of a tag that is waited for
const NAME_ENDS = new Set([0x09, 0x0a, 0x0d, 0x20, SLASH, MORE])

const ELEMENT = /^[^!?]/
const DOCUMENT = /^(?:[^!?]|\?xml$|!DOCTYPE$)/

export class Landmarks {
  /** Everything before is searched. */
  at = 0
  readonly #known: Known
  readonly #tests: NameTest[] // of the last steps of a pattern
  #fault = 0
  #endsFrom = 0
  #isAnyRoot = false
  #close = 0 // the end of the comment or CDATA looked at last
  #hasClosings = true
  #nested = new Map<string, number>() // elements of the names of open ones, begun behind the fault

  constructor(pattern: Pattern, known: Known) {
    this.#tests = pattern.flatMap((way) => way.at(-1)?.tests ?? [])
    this.#known = known
  }

  begin({ from, fault, isAtEndTag, isAnyRoot }: Search): void {
    this.at = from
    this.#fault = fault
    this.#endsFrom = isAtEndTag ? fault : fault + 1
    this.#isAnyRoot = isAnyRoot
    this.#close = 0
    this.#hasClosings = true
    this.#nested = new Map()
  }

  /** Goes on at the fault. */
  jump(): void {
    this.at = Math.max(this.at, this.#fault)
  }

  /** Forgets the first bytes, which are searched. */
  shift(bytes: number): void {
    this.at -= bytes
    this.#fault -= bytes
    this.#endsFrom -= bytes
    this.#close -= bytes
  }

  /** The next one in the bytes, or undefined when it needs more of them. */
  find(bytes: Buffer, isLast: boolean): Landmark | undefined {
    while (true) {
      const p = bytes.indexOf(LESS, this.at)
      this.at = p < 0 ? bytes.length : p
      if (p < 0) return undefined
      const behind = p < this.#fault ? this.#closing(bytes, p) : -1
      const isEnd = bytes[p + 1] === SLASH
      const from = isEnd ? p + 2 : p + 1
      const to = behind < 0 ? nameEnd(bytes, from) : from
      // <name▮
      if (to === bytes.length && to - from < LONGEST && !isLast) return undefined
      if (to > from) {
        const found = isEnd ? this.#endOf(bytes, p, to) : this.#startOf(bytes, p, to, isLast)
        if (found !== undefined) return found === 'wait' ? undefined : found
      }
      this.at = Math.max(behind, from)
    }
  }

  /** Whether a record may begin at a place. */
  isRecordAt(bytes: Buffer, at: number): boolean {
    return bytes[at] === LESS && this.#isRecord(bytes, at + 1, nameEnd(bytes, at + 1))
  }

  #endOf(bytes: Buffer, p: number, to: number): Landmark | undefined {
    if (p < this.#endsFrom) return undefined
    const depth = this.#known.openDepth(p + 2, to - p - 2)
    if (depth === 0) return undefined
    const name = bytes.toString('utf8', p + 2, to)
    const nested = this.#nested.get(name) ?? 0
    if (nested === 0) return { at: p, depth }
    this.#nested.set(name, nested - 1)
    return undefined
  }

  #startOf(bytes: Buffer, p: number, to: number, isLast: boolean): Landmark | 'wait' | undefined {
    if (this.#isRecord(bytes, p + 1, to)) return { at: p, depth: 0 }
    if (p < this.#fault || this.#known.openDepth(p + 1, to - p - 1) === 0) return undefined
    const close = bytes.indexOf(MORE, to)
    if (close < 0 && !isLast && bytes.length - p < LONGEST) return 'wait'
    const isEmpty = close >= 0 && bytes[close - 1] === SLASH
    const name = bytes.toString('utf8', p + 1, to)
    if (!isEmpty) this.#nested.set(name, (this.#nested.get(name) ?? 0) + 1)
    return undefined
  }

  #isRecord(bytes: Buffer, from: number, to: number): boolean {
    const qualified = bytes.toString('utf8', from, to)
    if (this.#isAnyRoot && DOCUMENT.test(qualified)) return true
    if (!ELEMENT.test(qualified)) return false
    const local = qualified.slice(qualified.indexOf(':') + 1)
    return this.#tests.some((test) => {
      if (test.prefix !== undefined && !qualified.startsWith(`${test.prefix}:`)) return false
      if (test.local !== '*') return test.local === local
      return !this.#known.hasRecords() || this.#known.wasRecord(from, to - from)
    })
  }

  /** Where a comment or CDATA ends that ends before the fault; -1 for none. */
  #closing(bytes: Buffer, p: number): number {
    if (bytes[p + 1] !== EXCLAMATION || !this.#hasClosings) return -1
    const isComment = bytes.toString('latin1', p, p + COMMENT.length) === COMMENT
    const isCdata = bytes.toString('latin1', p, p + CDATA.length) === CDATA
    if (!isComment && !isCdata) return -1
    const read = bytes.subarray(0, this.#fault)
    if (p >= this.#close) {
      const close = read.indexOf(isComment ? '-->' : ']]>', p + COMMENT.length)
      this.#hasClosings = close >= 0 // or others would be looked for in vain, too
      if (close < 0) return -1
      this.#close = close + 3
    }
    // CDATA in which another begins has lost its own end: there are records in it
    const isTorn = isCdata && read.subarray(0, this.#close).includes(CDATA, p + CDATA.length)
    return isTorn ? -1 : this.#close
  }
}

function nameEnd(bytes: Buffer, from: number): number {
  let to = from
  while (to < bytes.length && !NAME_ENDS.has(bytes[to] ?? 0) && bytes[to] !== LESS) to++
  return to
}
