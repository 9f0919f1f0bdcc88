// Provides the order of values: numbers by their size, then text by its code points, then what is missing.

import { UsageError } from '../core/errors.ts'
import { anyValue, type Field, parseField } from '../record/field.ts'
import { textOf, type Value } from '../record/record.ts'
import { copied } from '../record/rows.ts'
import { compareText } from '../record/text-order.ts'
import { exactNumberOf } from './predicate.ts'

/** What a value is in the order: a text that is a number is that number; null is missing. */
export type Rank = number | bigint | string | null

/** Where a field stands in the order of records. */
export interface OrderField {
  field: Field
  descending: boolean
}

/** Reads `year,-price`; a minus means descending. */
export function parseOrder(flag: string, text: string): OrderField[] {
  const fields = text.split(',').map((part) => {
    const name = part.trim()
    const descending = name.startsWith('-') // no name in XML does
    return { field: parseField(descending ? name.slice(1) : name), descending }
  })
  const names = fields.map(({ field }) => field.join('/'))
  if (new Set(names).size < names.length) throw new UsageError(`--${flag}: field given twice`)
  return fields
}

export function describeOrder(fields: OrderField[]): string {
  return fields
    .map(({ field, descending }) => `${descending ? '-' : ''}${field.join('/')}`)
    .join(', ')
}

export function rankOf(value: Value): number | bigint | string {
  if (typeof value === 'number' && !Number.isNaN(value)) return value
  const text = textOf(value)
  return exactNumberOf(text) ?? text
}

/** Also in descending order numbers come before text, and what is missing is last. */
export function compareRanks(a: Rank, b: Rank, descending = false): number {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b, descending)
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  if (typeof a === 'string' && typeof b === 'string') {
    return descending ? compareText(b, a) : compareText(a, b)
  }
  if (typeof a === 'string' || typeof b === 'string') return typeof a === 'string' ? 1 : -1
  return compareNumbers(a, b, descending)
}

/** A large whole number is compared exactly with any other. */
function compareNumbers(a: number | bigint, b: number | bigint, descending: boolean): number {
  if (a < b) return descending ? 1 : -1
  if (a > b) return descending ? -1 : 1
  return 0
}

/** The ranks of a record, one for each field. Where a field repeats, the value that comes first counts. */
export type Ranks = Rank | Rank[]

export interface RecordOrder {
  keyOf(record: Value): Ranks
  compare(a: Ranks, b: Ranks): number
}

export function orderBy(fields: OrderField[]): RecordOrder {
  const [only] = fields
  if (fields.length === 1 && only) {
    return {
      keyOf: (record) => firstRank(record, only),
      compare: (a, b) => compareRanks(a as Rank, b as Rank, only.descending),
    }
  }
  return {
    keyOf: (record) => fields.map((field) => firstRank(record, field)),
    compare(a, b) {
      for (const [i, { descending }] of fields.entries()) {
        const order = compareRanks((a as Rank[])[i] ?? null, (b as Rank[])[i] ?? null, descending)
        if (order !== 0) return order
      }
      return 0
    },
  }
}

/** A key that may be kept when the batch is gone from which its texts are. */
export function lastingRanks(ranks: Ranks): Ranks {
  if (typeof ranks === 'string') return copied(ranks)
  return Array.isArray(ranks) ? ranks.map((rank) => lastingRanks(rank) as Rank) : ranks
}

function firstRank(record: Value, { field, descending }: OrderField): Rank {
  let first: Rank = null
  anyValue(record, field, (value) => {
    const rank = rankOf(value)
    if (first === null || compareRanks(rank, first, descending) < 0) first = rank
    return false
  })
  return first
}
