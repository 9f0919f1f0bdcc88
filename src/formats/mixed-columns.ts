// Watches the cells of columns for those that are text in some rows and dictionaries in others.

import { isDictionary, type Value } from '../record/record.ts'

const SCALAR = 1
const DICTIONARY = 2
const BOTH = 3

/** What was found in columns: which, and what of. */
export type Found = readonly (readonly [column: number, kind: number])[]

export class MixedColumns {
  readonly #names: readonly string[]
  #seen: number[] = [] // by column
  #news: [column: number, kind: number][] = []
  /** How often something new was seen. */
  changes = 0
  readonly #onMixed: (name: string) => void

  /** `onMixed` is called once with each such column. */
  constructor(names: readonly string[], onMixed: (name: string) => void = () => {}) {
    this.#names = names
    this.#onMixed = onMixed
  }

  /** What was seen, by column: nothing, or a number. */
  get seen(): (number | null)[] {
    return Array.from(this.#seen, (kinds) => kinds ?? null)
  }

  set seen(seen: readonly (number | null)[]) {
    this.#seen = seen.map((kinds) => kinds ?? 0)
    this.changes++
  }

  add(cells: readonly (Value | undefined)[]): void {
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at]
      if (cell !== undefined && cell !== null) this.addValue(at, cell)
    }
  }

  addValue(at: number, value: Value): void {
    this.#addKind(at, typeof value !== 'object' ? SCALAR : isDictionary(value) ? DICTIONARY : 0)
  }

  /** Takes what was found in rows that come next. */
  learn(found: Found): void {
    for (const [at, kind] of found) this.#addKind(at, kind)
  }

  /** What was found since this was asked last, in that order. */
  news(): Found {
    const news = this.#news
    this.#news = []
    return news
  }

  #addKind(at: number, kind: number): void {
    const seen = this.#seen[at] ?? 0
    if ((seen & kind) === kind) return
    this.#seen[at] = seen | kind
    this.changes++
    this.#news.push([at, kind])
    if ((seen | kind) === BOTH) this.#onMixed(this.#names[at] as string)
  }
}
