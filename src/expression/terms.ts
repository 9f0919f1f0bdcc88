// Provides terms: functions that hand on the values which a part of an expression has for a record, of which there may be many.

import type { Value } from '../record/record.ts'
import { numberIn } from './functions.ts'

/** Hands the values that a term has for a record to `use` until it answers true; answers whether it did. */
export type Term = (record: Value, use: (value: Value) => boolean) => boolean

/** What is calculated of two terms; the right one may be a literal, and then need not be asked for each record. */
export function arithmetic(
  calculate: (a: number, b: number) => number,
  left: Term,
  right: Term,
  literal?: Value,
): Term {
  const given = literal === undefined ? undefined : numberIn(literal)
  if (given !== undefined) {
    return (record, use) =>
      left(record, (first) => {
        const a = numberIn(first)
        const result = a === undefined ? Number.NaN : calculate(a, given)
        return Number.isFinite(result) && use(result)
      })
  }
  return (record, use) =>
    left(record, (first) => {
      const a = numberIn(first)
      if (a === undefined) return false
      return right(record, (second) => {
        const b = numberIn(second)
        if (b === undefined) return false
        const result = calculate(a, b)
        return Number.isFinite(result) && use(result)
      })
    })
}

/** Whether something holds for any value of one term and any of another, which may be a literal. */
export function pairs(
  a: Term,
  b: Term,
  literal: Value | undefined,
  holds: (x: Value, y: Value) => boolean,
): (record: Value) => boolean {
  if (literal === undefined) return (record) => a(record, (x) => b(record, (y) => holds(x, y)))
  const holdsFor = (x: Value) => holds(x, literal) // one function, not one for each record
  return (record) => a(record, holdsFor)
}

/** Hands one value of each term to `use`, in all ways that there are, until it answers true. */
export function combined(
  terms: Term[],
  record: Value,
  use: (values: Value[]) => boolean,
  before: Value[] = [],
): boolean {
  const next = terms[before.length]
  if (next === undefined) return use(before)
  if (terms.length === 1) return next(record, (value) => use([value]))
  return next(record, (value) => combined(terms, record, use, [...before, value]))
}

/** The values of the first term that has any. */
export function firstOf(terms: Term[]): Term {
  return (record, use) => (terms.find((each) => each(record, () => true)) ?? NONE)(record, use)
}

export const NONE: Term = () => false

export function gathered(values: Term): Term {
  const all = allOf(values)
  return (record, use) => use(all(record))
}

export function allOf(values: Term): (record: Value) => Value[] {
  return (record) => {
    const all: Value[] = []
    values(record, (value) => {
      all.push(value)
      return false
    })
    return all
  }
}
