// Finds the most frequent of many texts: exactly while there are few, then as an estimate in the same memory.

import { MOST_COUNTED } from '../kernel/table/layout.ts'
import type { TextsState } from './texts.ts'

/** Counters: half of them go when there are more. */
export const MOST_EXACT: number = MOST_COUNTED

const FEW = 64 // times

interface Counted {
  count: number
}

/** An estimate is never more than the truth. */
export class Frequent {
  #counts = new Map<string, Counted>()
  #isEstimate = false

  /** Adds it so many times; more than once only while there are few. */
  add(text: string, times = 1): void {
    if (this.#count(text, times) && this.#counts.size > MOST_EXACT) this.#forget()
  }

  /** Takes the texts that come next. While there are few it is enough to know how often each comes. */
  merge({ texts, sequence }: TextsState): void {
    const added = texts.filter((text) => !this.#counts.has(text)).length
    if (this.#counts.size + added > MOST_EXACT) {
      for (const place of sequence) this.add(texts[place] as string)
      return
    }
    const times = new Uint32Array(texts.length)
    for (const place of sequence) times[place] = (times[place] as number) + 1
    for (const [place, text] of texts.entries()) {
      this.#count(text, times[place] as number)
    }
  }

  /** Goes on from what another one has counted, which is no less than all that came before. */
  resume(counts: Iterable<[text: string, count: number]>, isEstimate: boolean): void {
    this.#counts = new Map(Array.from(counts, ([text, count]) => [text, { count }]))
    this.#isEstimate = isEstimate
  }

  get isEstimate(): boolean {
    return this.#isEstimate
  }

  /** The text that came most often, or first of several, and how often it came. */
  get first(): { text: string; count: number } | undefined {
    let first: { text: string; count: number } | undefined
    for (const [text, { count }] of this.#counts) {
      if (!first || count > first.count) first = { text, count }
    }
    return first
  }

  /** Answers whether the text was not there. */
  #count(text: string, times: number): boolean {
    const known = this.#counts.get(text)
    if (known) known.count += times
    else this.#counts.set(text, { count: times })
    return known === undefined
  }

  /** Takes the median from all counts: what is as frequent as the others goes. */
  #forget(): void {
    this.#isEstimate = true
    const median = this.#median()
    const before = this.#counts
    this.#counts = new Map() // most go: that is sooner done than to take out each
    for (const [text, counted] of before) {
      counted.count -= median
      if (counted.count > 0) this.#counts.set(text, counted)
    }
  }

  /** Nearly always it is one of few small numbers. */
  #median(): number {
    const times = new Uint32Array(FEW)
    for (const { count } of this.#counts.values()) {
      if (count < FEW) times[count] = (times[count] as number) + 1
    }
    let below = 0
    for (let count = 0; count < FEW; count++) {
      below += times[count] as number
      if (below > MOST_EXACT >> 1) return count
    }
    const sorted = Float64Array.from(this.#counts.values(), ({ count }) => count).sort()
    return sorted[MOST_EXACT >> 1] as number
  }
}
