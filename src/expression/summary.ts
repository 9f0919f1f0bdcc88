// Sums up what a field holds in all records, in bounded memory, or in a part of them.

import type { Sketch } from '../engine/sketch-memory.ts'
import { LONGEST_SHOWN } from '../kernel/table/layout.ts'
import type { Dictionary } from '../record/record.ts'
import { copied } from '../record/rows.ts'
import { Distinct, type DistinctState } from '../sketch/distinct.ts'
import { Frequent } from '../sketch/frequent.ts'
import { Sum, type SumState } from '../sketch/sum.ts'
import { Texts, type TextsState } from '../sketch/texts.ts'
import { Extreme } from './accumulator.ts'
import type { Rank } from './order.ts'
import { exactNumberOf, numberOf } from './predicate.ts'

/** What a part of the records has in a field, as plain data. */
export interface SummaryState {
  facts: FactsState
  /** All of them: which is the most frequent is an estimate that depends on their order. */
  texts: TextsState
}

export class Summary {
  readonly #facts = new Facts()
  readonly #frequent = new Frequent()

  /** Takes note of a record that has values, by its number. */
  meet(record: number): void {
    this.#facts.meet(record)
  }

  /** The same for so many others. */
  addRecords(count: number): void {
    this.#facts.records += count
  }

  /** Takes a value so many times; more than once only while there are no more than `MOST_EXACT`. */
  add(text: string, times = 1): void {
    this.#frequent.add(this.#facts.add(text, times), times)
  }

  /** The same, but for what is most frequent; answers the text that is counted for that. */
  addFacts(text: string): string {
    return this.#facts.add(text, 1)
  }

  /** Takes what a value is as a number, or in order, so many times, and nothing else. */
  addNumber(text: string, times: number): void {
    this.#facts.addNumber(text, times)
  }

  /** Takes values of which all was summed up but what was added here. */
  takeSketch(sketch: Sketch): void {
    this.#facts.merge({ records: 0, ...sketch })
    this.#frequent.resume(sketch.counts, sketch.isEstimate)
  }

  /** Takes the summary of the records that come next. */
  merge({ facts, texts }: SummaryState): void {
    this.#facts.merge(facts)
    this.#frequent.merge(texts)
  }

  /** What there is to say when all records, so many, were seen. */
  result(field: string, records: number): Dictionary {
    const { records: known, values, sum, min, max, distinct } = this.#facts
    const most = this.#frequent.first
    return {
      field,
      count: known,
      missing: records - known,
      values,
      distinct: distinct.count,
      numbers: sum.count,
      min: min.result(),
      max: max.result(),
      mean: sum.count === 0 ? null : sum.value / sum.count,
      mostFrequent: most?.text ?? null,
      times: most?.count ?? 0,
      estimated: distinct.isEstimate || this.#frequent.isEstimate,
    }
  }
}

export class SummaryPart {
  readonly #facts = new Facts()
  readonly #texts = new Texts()

  /** As in `Summary`. */
  meet(record: number): void {
    this.#facts.meet(record)
  }

  addRecords(count: number): void {
    this.#facts.records += count
  }

  add(text: string): void {
    this.#texts.add(this.#facts.add(text, 1))
  }

  state(): SummaryState {
    return { facts: this.#facts.state(), texts: this.#texts.state() }
  }
}

interface FactsState {
  records: number
  values: number
  sum: SumState
  min: Rank
  max: Rank
  distinct: DistinctState
}

const MOST_KNOWN = 1000 // texts of a field

/** All but what is most frequent. */
class Facts {
  /** Of texts that were met: what they are as a number, NaN if they are none. Again they only count. */
  readonly #known = new Map<string, number>()
  records = 0
  #lastRecord = -1
  values = 0
  readonly sum = new Sum()
  readonly min = new Extreme(false)
  readonly max = new Extreme(true)
  readonly distinct = new Distinct()

  meet(record: number): void {
    if (record !== this.#lastRecord) this.records++
    this.#lastRecord = record
  }

  /** Answers the text that is kept. */
  add(text: string, times: number): string {
    this.values += times
    const shown = shortened(text)
    const number = this.#known.get(text) ?? this.#learn(text, shown)
    if (!Number.isNaN(number)) this.sum.add(number, text, times)
    return shown
  }

  /** Takes what a text is as a number, and nothing else of it. */
  addNumber(text: string, times: number): void {
    const number = this.#place(text, shortened(text))
    if (!Number.isNaN(number)) this.sum.add(number, text, times)
  }

  /** Takes a text of which nothing is known; answers what it is as a number, NaN if it is none. */
  #learn(text: string, shown: string): number {
    const number = this.#place(text, shown)
    this.distinct.add(text)
    if (this.#known.size < MOST_KNOWN && shown === text) this.#known.set(copied(text), number)
    return number
  }

  /** Compares it with the least and the greatest; answers as well what it is as a number. */
  #place(text: string, shown: string): number {
    const found = numberOf(text)
    const number = Number.isFinite(found) ? (found as number) : Number.NaN
    const rank = (shown === text ? exactNumberOf(text, found) : undefined) ?? shown
    this.min.merge(rank)
    this.max.merge(rank)
    return number
  }

  state(): FactsState {
    const { records, values, sum, min, max, distinct } = this
    return {
      ...{ records, values, sum: sum.state(), min: min.state() },
      ...{ max: max.state(), distinct: distinct.state() },
    }
  }

  merge({ records, values, sum, min, max, distinct }: FactsState): void {
    this.records += records
    this.values += values
    this.sum.merge(sum)
    this.min.merge(min)
    this.max.merge(max)
    this.distinct.merge(distinct)
  }
}

/** A copy, as a part of a text would keep all of it. */
function shortened(text: string): string {
  if (text.length <= LONGEST_SHOWN) return text
  return Buffer.from(`${text.slice(0, LONGEST_SHOWN)}…`, 'utf16le').toString('utf16le')
}
