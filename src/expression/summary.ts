// Sums up what a field holds in all records, in bounded memory.

import { type Dictionary, textOf, type Value } from '../record/record.ts'
import { Distinct } from '../sketch/distinct.ts'
import { Frequent } from '../sketch/frequent.ts'
import { Sum } from '../sketch/sum.ts'
import { extreme, finiteNumberOf } from './aggregate.ts'

const LONGEST = 100 // characters of a text that are kept

export class Summary {
  #records = 0
  #lastRecord = -1
  #values = 0
  readonly #sum = new Sum()
  readonly #min = extreme(false)
  readonly #max = extreme(true)
  readonly #distinct = new Distinct()
  readonly #frequent = new Frequent()

  /** `place` numbers the record that the value is in. */
  add(value: Value, place: number): void {
    if (place !== this.#lastRecord) this.#records++
    this.#lastRecord = place
    this.#values++
    const text = textOf(value)
    const number = finiteNumberOf(value)
    if (number !== undefined) this.#sum.add(number, text)
    const shown = shortened(text)
    this.#min.add(shown)
    this.#max.add(shown)
    this.#distinct.add(text)
    this.#frequent.add(shown)
  }

  /** What there is to say when all records, so many, were seen. */
  result(field: string, records: number): Dictionary {
    const most = this.#frequent.first
    return {
      field,
      count: this.#records,
      missing: records - this.#records,
      values: this.#values,
      distinct: this.#distinct.count,
      numbers: this.#sum.count,
      min: this.#min.result(),
      max: this.#max.result(),
      mean: this.#sum.count === 0 ? null : this.#sum.value / this.#sum.count,
      mostFrequent: most?.text ?? null,
      times: most?.count ?? 0,
      estimated: this.#distinct.isEstimate || this.#frequent.isEstimate,
    }
  }
}

/** A copy, as a part of a text would keep all of it. */
function shortened(text: string): string {
  if (text.length <= LONGEST) return text
  return Buffer.from(`${text.slice(0, LONGEST)}…`, 'utf16le').toString('utf16le')
}
