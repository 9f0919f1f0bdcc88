// --group: replaces the records by one for each value of a field, with what --agg makes of those that have it.

import { each, fields, text } from '../core/checks.ts'
import { UsageError } from '../core/errors.ts'
import {
  type Aggregate,
  accumulate,
  accumulatePart,
  addFrom,
  checkAggregate,
  describeAggregate,
  describeCall,
  ESTIMATED,
  parseAggregates,
  takesNumbers,
} from '../expression/aggregate.ts'
import type { Call, Calls } from '../expression/calls.ts'
import { combinationsOf, type Field, fieldNames } from '../record/field.ts'
import { type Dictionary, set, type Value } from '../record/record.ts'
import { KnownRows, RowReader } from '../record/row-reader.ts'
import type { Rows } from '../record/rows.ts'
import { EXACT } from '../sketch/quantiles.ts'
import { FIELD, FIELDS } from './arguments.ts'
import { typesOf } from './column-types.ts'
import { type Gathering, gathered } from './gathering.ts'
import { passesNone } from './passed-fields.ts'
import { parseFields, type Stage } from './stage.ts'

export interface Grouping {
  fields: Field[]
  aggregates: Aggregate[]
}

export const group: Stage<Grouping> = {
  name: 'group',
  argument: 'FIELD,…',
  summary: 'replace the records by what --agg says of each value',
  details:
    'In the order in which the values were met first. Values are distinguished as in --count-by: a missing field counts ' +
    'as null, and a record whose field repeats belongs to the group of each value.',
  example: "--group route --agg 'count,mean(speed),until=max(time)'",
  memory: 'O(distinct values)',
  parse: (text) =>
    check({ fields: parseFields('group', text), aggregates: [{ name: 'count', call: 'count' }] }),
  modifiers: [
    {
      name: 'agg',
      argument: 'CALL,NAME=CALL…',
      summary: 'what --group says: count, sum(x), mean(x), p50(x) … (count)',
      details:
        'Calls are count, count(x), numbers(x), sum(x), mean(x), min(x), max(x), p50(x), distinct(x), first(x) and last(x). ' +
        'count is the number of records, count(x) that of values of x, numbers(x) that of those which are numbers. sum, ' +
        'mean and percentiles (p50, p99.9) are of the numbers alone; min and max too, if there is any, else of text. With ' +
        'none it is null. Percentiles and distinct are exact up to 1000 values, then estimates: within 0.5 % of the ' +
        'rank, and 1 to 2 % of the number. NAME=CALL names the result.',
      example: "--group route --agg 'n=count,p50(speed)'",
      add: ({ fields }, text) => check({ fields, aggregates: parseAggregates(text) }),
    },
  ],
  check: fields(
    { fields: FIELDS, aggregates: each(fields({ name: text, call: text }, { field: FIELD })) },
    {},
  ),
  describe(grouping) {
    const { fields, aggregates } = check(grouping)
    const estimates = aggregates.some(({ call }) => ESTIMATED.test(call))
      ? `, estimates beyond ${EXACT} values`
      : ''
    return `${fieldNames(fields).join(', ')}: ${aggregates.map(describeAggregate).join(', ')}${estimates}`
  },
  columns: ({ fields, aggregates }) => [
    ...fieldNames(fields),
    ...aggregates.map(({ name }) => name),
  ],
  passes: passesNone,
  makesRecords: true,
  types: ({ fields }, before) => typesOf(fields, before),
  start: (grouping, target, _, calls) => gathered(gathering(grouping).whole(calls), target),
  parts: (grouping) => gathering(grouping),
  fields: ({ fields, aggregates }) => [
    ...new Map(
      [...fields, ...aggregates.flatMap(({ field }) => (field ? [field] : []))].map((field) => [
        field.join('/'),
        field,
      ]),
    ).values(),
  ],
  sendsAtEnd: true,
}

function check(grouping: Grouping): Grouping {
  const { fields, aggregates } = grouping
  for (const aggregate of aggregates) checkAggregate(aggregate)
  const known = new Set(fieldNames(fields))
  for (const { name } of aggregates) {
    if (known.has(name)) throw new UsageError(`--agg: name given twice: ${JSON.stringify(name)}`)
    known.add(name)
  }
  return grouping
}

function gathering(grouping: Grouping): Gathering<GroupsState> {
  const { fields, aggregates } = check(grouping)
  const names = fieldNames(fields)
  return {
    part(calls) {
      const some = new Groups(grouping, accumulatePart, calls)
      return {
        add: (record) => some.add(record),
        addRows: (rows) => some.addRows(rows),
        state: () => stateOf(some, aggregates),
      }
    },
    whole(calls) {
      const all = new Groups(grouping, accumulate, calls)
      const haveStates = aggregates.every((aggregate) => accumulate(aggregate).state)
      return {
        add: (record) => all.add(record),
        addRows: (rows) => all.addRows(rows),
        ...(haveStates && { state: () => stateOf(all, aggregates) }),
        merge({ keys, states }) {
          if (keys === '') return
          for (const [n, key] of keys.split('\n').entries()) {
            for (const [i, result] of all.at(key).entries()) result.merge(states[i]?.[n])
          }
        },
        *results() {
          for (const [key, results] of all.groups) {
            const values: Value[] = JSON.parse(key)
            const record: Dictionary = {}
            for (const [i, name] of names.entries()) set(record, name, values[i] ?? null)
            for (const [i, { name }] of aggregates.entries()) {
              set(record, name, results[i]?.result() ?? null)
            }
            yield record
          }
        },
      }
    },
  }
}

/** Keys as JSON in the order in which they were met, a line each, and by aggregate the states of all. */
interface GroupsState {
  keys: string
  states: unknown[][]
}

function stateOf(
  { groups }: Groups<{ add(value: Value): void; state?(): unknown }>,
  aggregates: readonly Aggregate[],
): GroupsState {
  const states = aggregates.map((_, i) =>
    Array.from(groups.values(), (results) => results[i]?.state?.()),
  )
  return { keys: [...groups.keys()].join('\n'), states }
}

/** All groups, by their values as JSON: each has one `Result` for each aggregate. */
class Groups<Result extends { add(value: Value): void }> {
  readonly #grouping: Grouping
  readonly #make: (aggregate: Aggregate) => Result
  readonly #watched: (Call | undefined)[]
  readonly groups = new Map<string, Result[]>()
  readonly #keys: RowReader
  readonly #values: RowReader
  readonly #all: RowReader
  readonly #known = new KnownRows<Result[]>()

  constructor(grouping: Grouping, make: (aggregate: Aggregate) => Result, calls?: Calls) {
    const read = grouping.aggregates.flatMap(({ field }) => (field ? [field] : []))
    this.#keys = new RowReader(grouping.fields)
    this.#values = new RowReader(read)
    this.#all = new RowReader([...grouping.fields, ...read])
    this.#grouping = grouping
    this.#make = make
    this.#watched = grouping.aggregates.map((aggregate) =>
      takesNumbers(aggregate) ? calls?.add(describeCall(aggregate)) : undefined,
    )
  }

  add(record: Value): void {
    for (const values of combinationsOf(record, this.#grouping.fields)) {
      this.#addTo(this.at(JSON.stringify(values)), record)
    }
  }

  addRows(rows: Rows): void {
    const { records } = rows
    for (let row = 0; row < records; row++) {
      const bytes = this.#keys.bytes(rows, row)
      const known = this.#known.get(bytes)
      if (known) this.#addTo(known, this.#values.record(rows, row))
      else if (bytes === undefined) this.add(this.#all.record(rows, row))
      else {
        const [values] = combinationsOf(this.#keys.record(rows, row), this.#grouping.fields)
        const results = this.at(JSON.stringify(values))
        this.#known.keep(bytes, results)
        this.#addTo(results, this.#values.record(rows, row))
      }
    }
  }

  #addTo(results: Result[], record: Value): void {
    const { aggregates } = this.#grouping
    for (let i = 0; i < results.length; i++) {
      addFrom(record, aggregates[i] as Aggregate, results[i] as Result, this.#watched[i])
    }
  }

  /** Of the group with that key. */
  at(key: string): Result[] {
    const known = this.groups.get(key)
    if (known) return known
    const made = this.#grouping.aggregates.map(this.#make)
    this.groups.set(key, made)
    return made
  }
}
