// Turns many values into one: a count, a sum, a quantile. What is an estimate beyond some number says so.

import { UsageError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { type Field, parseField, valuesAt } from '../record/field.ts'
import { faultOfName } from '../record/field-name.ts'
import type { Value } from '../record/record.ts'
import {
  type Accumulator,
  Adder,
  Averager,
  Counter,
  DistinctCounter,
  Extreme,
  First,
  finiteNumberOf,
  Last,
  NumberCounter,
  Numbers,
  type PartAccumulator,
  Quantile,
} from './accumulator.ts'
import type { Call } from './calls.ts'

/** A call of `--agg`: `total=sum(price)`. */
export interface Aggregate {
  /** What the result is called. */
  name: string
  /** One of the functions below, or a quantile as `p99`. */
  call: string
  /** Without one it is the records that are counted. */
  field?: Field
}

const FUNCTIONS: Record<string, () => Accumulator & PartAccumulator> = {
  count: () => new Counter(),
  numbers: () => new NumberCounter(),
  sum: () => new Adder(),
  mean: () => new Averager(),
  min: () => new Extreme(false),
  max: () => new Extreme(true),
  first: () => new First(),
  last: () => new Last(),
  distinct: () => new DistinctCounter(),
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

/** What takes the values of an aggregate and knows its result. */
export function accumulate({ call }: Aggregate): Accumulator {
  const share = shareOf(call)
  const make = FUNCTIONS[call]
  return share === undefined && make ? make() : new Quantile(share ?? 0.5)
}

/** What takes some of the values, for what takes all to `merge`. */
export function accumulatePart({ call }: Aggregate): PartAccumulator {
  const make = FUNCTIONS[call]
  return shareOf(call) === undefined && make ? make() : new Numbers()
}

/** Adds the values that a record has for an aggregate. */
export function addFrom(
  record: Value,
  { field }: Aggregate,
  accumulator: { add(value: Value): void },
  watched?: Call,
): void {
  if (!field) accumulator.add(record)
  else {
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
