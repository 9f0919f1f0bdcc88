// Turns many values into one: a count, a sum, a quantile. What is an estimate beyond some number says so.

import { UsageError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { type Field, parseField, valuesAt } from '../record/field.ts'
import { faultOfName } from '../record/field-name.ts'
import { textOf, type Value } from '../record/record.ts'
import { Distinct } from '../sketch/distinct.ts'
import { Quantiles } from '../sketch/quantiles.ts'
import { Sum } from '../sketch/sum.ts'
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
export interface Accumulator {
  add(value: Value): void
  result(): Value
}

const FUNCTIONS: Record<string, () => Accumulator> = {
  count: () => counting(() => true),
  numbers: () => counting((value) => finiteNumberOf(value) !== undefined),
  sum: () => summing((sum) => sum.value),
  mean: () => summing((sum) => sum.value / sum.count),
  min: () => extreme(false),
  max: () => extreme(true),
  first: () => remembering((known, value) => known ?? value),
  last: () => remembering((_, value) => value),
  distinct() {
    const distinct = new Distinct()
    return {
      add: (value) => distinct.add(textOf(value)),
      result: () => distinct.count,
    }
  },
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
export function accumulate(
  { call, field }: Aggregate,
  watched?: Call,
): {
  add(record: Value): void
  result(): Value
} {
  const share = shareOf(call)
  const make = FUNCTIONS[call]
  const accumulator = share === undefined && make ? make() : quantile(share ?? 0.5)
  if (!field) return accumulator
  return {
    add(record) {
      for (const value of valuesAt(record, field)) {
        accumulator.add(value)
        if (watched && !watched.hasValue) watched.see(value, finiteNumberOf(value) !== undefined)
      }
    },
    result: () => accumulator.result(),
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

function counting(counts: (value: Value) => boolean): Accumulator {
  let count = 0
  return {
    add(value) {
      if (counts(value)) count++
    },
    result: () => count,
  }
}

function summing(result: (sum: Sum) => number): Accumulator {
  const sum = new Sum()
  return {
    add(value) {
      const number = finiteNumberOf(value)
      if (number !== undefined) sum.add(number, textOf(value))
    },
    result: () => (sum.count === 0 ? null : result(sum)),
  }
}

/** Of numbers, if there are any, else of texts. */
export function extreme(descending: boolean): Accumulator {
  let first: Rank = null
  return {
    add(value) {
      const rank = rankOf(value)
      if (compareRanks(rank, first, descending) < 0) first = rank
    },
    result: () => (typeof first === 'bigint' ? String(first) : first),
  }
}

function remembering(choose: (known: Value | undefined, value: Value) => Value): Accumulator {
  let known: Value | undefined
  return {
    add(value) {
      known = choose(known, value)
    },
    result: () => known ?? null,
  }
}

function quantile(share: number): Accumulator {
  const quantiles = new Quantiles()
  return {
    add(value) {
      const number = finiteNumberOf(value)
      if (number !== undefined) quantiles.add(number)
    },
    result: () => quantiles.at(share) ?? null,
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
