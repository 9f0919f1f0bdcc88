// Turns many values into one: a count, a sum, a quantile. What is an estimate beyond some number says so.

import { UsageError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { type Field, parseField, valuesAt } from '../record/field.ts'
import { faultOfName } from '../record/field-name.ts'
import { textOf, type Value } from '../record/record.ts'
import { Distinct, type DistinctState } from '../sketch/distinct.ts'
import { Quantiles } from '../sketch/quantiles.ts'
import { Sum, type SumState } from '../sketch/sum.ts'
import type { Call } from './calls.ts'
import { compareRanks, type Rank, rankOf } from './order.ts'
import { numberOf } from './predicate.ts'

/** A call of `--agg`: `total=sum(price)`. */
export interface Aggregate {
  /** What the result is called. */
  name: string
  /** One of the functions below, or a quantile as `p99`. */
  call: string
  /** Without one it is the records that are counted. */
  field?: Field
}

/** Holds what is known of the values so far. */
export interface Accumulator<State = unknown> {
  add(value: Value): void
  /** Takes what was gathered of the values that come next. */
  merge(state: State): void
  result(): Value
}

/** Gathers what there is to know of some of the values, as plain data. */
export interface PartAccumulator<State = unknown> {
  add(value: Value): void
  state(): State
}

type Both<State = unknown> = Accumulator<State> & PartAccumulator<State>

const FUNCTIONS: Record<string, () => Both> = {
  count: () => counting(() => true),
  numbers: () => counting((value) => finiteNumberOf(value) !== undefined),
  sum: () => summing((sum) => sum.value),
  mean: () => summing((sum) => sum.value / sum.count),
  min: () => extreme(false),
  max: () => extreme(true),
  first: () => remembering((known, value) => known ?? value),
  last: () => remembering((_, value) => value),
  distinct: () => distinguishing(),
}

/** What may be called, with a percentile for all of them. */
export const AGGREGATES: readonly string[] = [...Object.keys(FUNCTIONS), 'p50']

/** What other languages call them. */
const ELSEWHERE: Record<string, string> = {
  avg: 'mean',
  average: 'mean',
  median: 'p50',
  percentile: 'p50',
  quantile: 'p50',
  total: 'sum',
  add: 'sum',
  minimum: 'min',
  maximum: 'max',
  least: 'min',
  greatest: 'max',
  len: 'count',
  length: 'count',
  size: 'count',
  n: 'count',
  cardinality: 'distinct',
  unique: 'distinct',
  nunique: 'distinct',
  uniq: 'distinct',
  any: 'first',
}

/** The calls whose results may be estimates. */
export const ESTIMATED: RegExp = /^(?:distinct|p[\d.]+)$/

/** @throws UsageError for a text that is no list of calls. */
export function parseAggregates(text: string): Aggregate[] {
  return text.split(/,(?![^()]*\))/).map((part) => {
    const found = /^(?:([^=()]*)=)?([^=()]*)(?:\(([^(),]*)\))?$/.exec(part.trim())
    if (!found) throw unexpected(part)
    const [, name, call = '', inside] = found.map((word) => word?.trim())
    const field = inside === undefined ? undefined : parseField(inside)
    const aggregate = {
      name: name ?? (field ? `${call}(${field.join('/')})` : call),
      call,
      ...(field && { field }),
    }
    checkAggregate(aggregate)
    return aggregate
  })
}

/** @throws UsageError for one that cannot be calculated. */
export function checkAggregate({ name, call, field }: Aggregate): void {
  if (!Object.hasOwn(FUNCTIONS, call) && shareOf(call) === undefined) throw unexpected(call)
  const fault = faultOfName(name)
  if (fault) throw new UsageError(`--agg: ${fault}`)
  if (!field && call !== 'count')
    throw new UsageError(`--agg: expected a field, as in ${call}(price)`)
}

export function describeAggregate(aggregate: Aggregate): string {
  const { name } = aggregate
  const plain = describeCall(aggregate)
  return name === plain ? plain : `${name}=${plain}`
}

export function describeCall({ call, field }: Aggregate): string {
  return field ? `${call}(${field.join('/')})` : call
}

/** Whether it makes nothing of what is no number. */
export function takesNumbers({ call }: Aggregate): boolean {
  return call === 'sum' || call === 'mean' || shareOf(call) !== undefined
}

/** What receives records and knows the aggregate of them. */
export function accumulate(aggregate: Aggregate, watched?: Call): Accumulator {
  const share = shareOf(aggregate.call)
  const make = FUNCTIONS[aggregate.call]
  const accumulator: Accumulator = share === undefined && make ? make() : quantile(share ?? 0.5)
  if (!aggregate.field) return accumulator
  return {
    add: adder(accumulator, aggregate.field, watched),
    merge: (state) => accumulator.merge(state),
    result: () => accumulator.result(),
  }
}

/** What receives some of the records, for what knows the aggregate of all to `merge`. */
export function accumulatePart(aggregate: Aggregate, watched?: Call): PartAccumulator {
  const make = FUNCTIONS[aggregate.call]
  const isQuantile = shareOf(aggregate.call) !== undefined
  const accumulator: PartAccumulator = make && !isQuantile ? make() : listing()
  if (!aggregate.field) return accumulator
  return {
    add: adder(accumulator, aggregate.field, watched),
    state: () => accumulator.state(),
  }
}

/** Adds the values of a field, and watches whether any is a number. */
function adder(
  accumulator: { add(value: Value): void },
  field: Field,
  watched: Call | undefined,
): (record: Value) => void {
  return (record) => {
    for (const value of valuesAt(record, field)) {
      accumulator.add(value)
      if (watched && !watched.hasValue) watched.see(value, finiteNumberOf(value) !== undefined)
    }
  }
}

/** The share of values that a quantile is not less than, from its name as `p99.9`. */
function shareOf(call: string): number | undefined {
  const percent = Number(/^p(\d{1,2}(?:\.\d+)?|100)$/.exec(call)?.[1])
  return percent > 0 ? percent / 100 : undefined
}

export function finiteNumberOf(value: Value): number | undefined {
  const number = typeof value === 'number' ? value : numberOf(textOf(value))
  return Number.isFinite(number) ? number : undefined
}

function counting(counts: (value: Value) => boolean): Both<number> {
  let count = 0
  return {
    add(value) {
      if (counts(value)) count++
    },
    state: () => count,
    merge(more) {
      count += more
    },
    result: () => count,
  }
}

function summing(result: (sum: Sum) => number): Both<SumState> {
  const sum = new Sum()
  return {
    add(value) {
      const number = finiteNumberOf(value)
      if (number !== undefined) sum.add(number, textOf(value))
    },
    state: () => sum.state(),
    merge: (state) => sum.merge(state),
    result: () => (sum.count === 0 ? null : result(sum)),
  }
}

/** Of numbers, if there are any, else of texts. */
export function extreme(descending: boolean): Both<Rank> {
  let first: Rank = null
  const merge = (rank: Rank) => {
    if (compareRanks(rank, first, descending) < 0) first = rank
  }
  return {
    add: (value) => merge(rankOf(value)),
    state: () => first,
    merge,
    result: () => (typeof first === 'bigint' ? String(first) : first),
  }
}

function remembering(
  choose: (known: Value | undefined, value: Value) => Value,
): Both<Value | undefined> {
  let known: Value | undefined
  const add = (value: Value) => {
    known = choose(known, value)
  }
  return {
    add,
    state: () => known,
    merge(value) {
      if (value !== undefined) add(value)
    },
    result: () => known ?? null,
  }
}

function distinguishing(): Both<DistinctState> {
  const distinct = new Distinct()
  return {
    add: (value) => distinct.add(textOf(value)),
    state: () => distinct.state(),
    merge: (state) => distinct.merge(state),
    result: () => distinct.count,
  }
}

/** Of a part it is all numbers, in their order, on which an estimate depends. */
function quantile(share: number): Accumulator<number[]> {
  const quantiles = new Quantiles()
  return {
    add(value) {
      const number = finiteNumberOf(value)
      if (number !== undefined) quantiles.add(number)
    },
    merge(numbers) {
      for (const number of numbers) quantiles.add(number)
    },
    result: () => quantiles.at(share) ?? null,
  }
}

function listing(): PartAccumulator<number[]> {
  const numbers: number[] = []
  return {
    add(value) {
      const number = finiteNumberOf(value)
      if (number !== undefined) numbers.push(number)
    },
    state: () => numbers,
  }
}

function unexpected(found: string): UsageError {
  const names = Object.keys(FUNCTIONS).join(', ')
  const lower = found.toLowerCase()
  const other = Object.hasOwn(ELSEWHERE, lower) ? ELSEWHERE[lower] : nearest(lower, AGGREGATES)
  const meant = AGGREGATES.includes(lower) ? lower : other
  const advice = meant === undefined ? '' : `, did you mean ${meant}?`
  return new UsageError(
    `--agg: expected calls of ${names} or a percentile as p50, found ${JSON.stringify(found)}${advice}`,
  )
}
