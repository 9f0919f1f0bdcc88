// Holds what is known of many values in a few: how many, their sum, the least. A group has one for each aggregate, so
// that there may be millions.

import { textOf, type Value } from '../record/record.ts'
import { copied } from '../record/rows.ts'
import { Distinct, type DistinctState } from '../sketch/distinct.ts'
import { Quantiles } from '../sketch/quantiles.ts'
import { Sum, type SumState } from '../sketch/sum.ts'
import { compareRanks, type Rank, rankOf } from './order.ts'
import { numberOf } from './predicate.ts'

const FEW = 100

export interface Accumulator<State = unknown> {
  add(value: Value): void
  /** Takes what another has gathered of the values that come next. */
  merge(state: State): void
  /** What another one has to take to have gathered as much; not every one can say. */
  state?(): State
  result(): Value
}

/** Gathers what another has to know of some of the values, as plain data. */
export interface PartAccumulator<State = unknown> {
  add(value: Value): void
  state(): State
}

export class Counter implements Accumulator<number>, PartAccumulator<number> {
  #count = 0

  add(_: Value): void {
    this.#count++
  }

  state(): number {
    return this.#count
  }

  merge(count: number): void {
    this.#count += count
  }

  result(): Value {
    return this.#count
  }
}

export class NumberCounter extends Counter {
  override add(value: Value): void {
    if (finiteNumberOf(value) !== undefined) super.add(value)
  }
}

/** Of the numbers alone. */
export class Adder implements Accumulator<SumState>, PartAccumulator<SumState> {
  protected readonly sum: Sum = new Sum()

  add(value: Value): void {
    const number = finiteNumberOf(value)
    if (number !== undefined) this.sum.add(number, textOf(value))
  }

  state(): SumState {
    return this.sum.state()
  }

  merge(state: SumState): void {
    this.sum.merge(state)
  }

  result(): Value {
    return this.sum.count === 0 ? null : this.sum.value
  }
}

export class Averager extends Adder {
  override result(): Value {
    return this.sum.count === 0 ? null : this.sum.value / this.sum.count
  }
}

/** Of numbers, if there are any, else of texts. */
export class Extreme implements Accumulator<Rank>, PartAccumulator<Rank> {
  readonly #descending: boolean
  #first: Rank = null

  constructor(descending: boolean) {
    this.#descending = descending
  }

  add(value: Value): void {
    this.merge(rankOf(value))
  }

  state(): Rank {
    return this.#first
  }

  merge(rank: Rank): void {
    if (compareRanks(rank, this.#first, this.#descending) < 0) this.#first = lasting(rank)
  }

  result(): Value {
    return typeof this.#first === 'bigint' ? String(this.#first) : this.#first
  }
}

/** The last value. */
export class Last implements Accumulator<Value | undefined>, PartAccumulator<Value | undefined> {
  protected known: Value | undefined

  add(value: Value): void {
    this.known = lasting(value)
  }

  state(): Value | undefined {
    return this.known
  }

  merge(value: Value | undefined): void {
    if (value !== undefined) this.add(value)
  }

  result(): Value {
    return this.known ?? null
  }
}

/** The first value that is not null. */
export class First extends Last {
  override add(value: Value): void {
    this.known ??= lasting(value)
  }
}

export class DistinctCounter implements Accumulator<DistinctState>, PartAccumulator<DistinctState> {
  readonly #distinct = new Distinct()

  add(value: Value): void {
    this.#distinct.add(textOf(value))
  }

  state(): DistinctState {
    return this.#distinct.state()
  }

  merge(state: DistinctState): void {
    this.#distinct.merge(state)
  }

  result(): Value {
    return this.#distinct.count
  }
}

/** The number that is not exceeded by a share of all numbers. */
export class Quantile implements Accumulator<Iterable<number>> {
  readonly #share: number
  readonly #quantiles = new Quantiles()

  constructor(share: number) {
    this.#share = share
  }

  add(value: Value): void {
    const number = finiteNumberOf(value)
    if (number !== undefined) this.#quantiles.add(number)
  }

  merge(numbers: Iterable<number>): void {
    for (const number of numbers) this.#quantiles.add(number)
  }

  result(): Value {
    return this.#quantiles.at(this.#share) ?? null
  }
}

/** What a quantile has to know of a part: all numbers in their order, on which its estimate depends. */
export class Numbers implements PartAccumulator<Iterable<number>> {
  readonly #numbers: number[] = []

  add(value: Value): void {
    const number = finiteNumberOf(value)
    if (number !== undefined) this.#numbers.push(number)
  }

  state(): Iterable<number> {
    // a long array is copied ten times as fast if it holds nothing but numbers, a short one is not
    return this.#numbers.length > FEW ? Float64Array.from(this.#numbers) : this.#numbers
  }
}

/** A text that stays may not keep the batch that it is of. */
function lasting<T>(value: T): T | string {
  return typeof value === 'string' ? copied(value) : value
}

export function finiteNumberOf(value: Value): number | undefined {
  const number = typeof value === 'number' ? value : numberOf(textOf(value))
  return Number.isFinite(number) ? number : undefined
}
