// Lists the functions of expressions: what each takes, what it gives and how that is made.

import { nearest } from '../core/nearest.ts'
import { textOf, type Value } from '../record/record.ts'
import { secondsOf } from './date.ts'
import { secondsAs } from './date-format.ts'
import { exactNumberIn, numberOf } from './predicate.ts'
import type { Regex } from './regex.ts'

/** What a value of an expression is; `any` is what a field holds. */
export type Kind = 'any' | 'text' | 'number' | 'condition'

export interface ExpressionFunction {
  /** Its arguments. `values` are all that there are, as an array; a `regex` is a text that is known beforehand. */
  takes: readonly string[]
  /** How many of the last may be left out. */
  optional?: number
  /** Whether there may be more of the last. */
  repeats?: true
  gives: Kind
  /** Its value for one value of each argument, a regex aside; a function without it chooses between them. */
  make?: (values: Value[], regex: Regex) => Value | undefined
}

const LISTED: Record<string, ExpressionFunction> = {
  contains: {
    takes: ['text', 'part'],
    gives: 'condition',
    make: texts((text, part) => text.includes(part)),
  },
  startsWith: {
    takes: ['text', 'start'],
    gives: 'condition',
    make: texts((text, start) => text.startsWith(start)),
  },
  endsWith: {
    takes: ['text', 'end'],
    gives: 'condition',
    make: texts((text, end) => text.endsWith(end)),
  },
  matches: {
    takes: ['text', 'regex'],
    gives: 'condition',
    make: ([text = ''], regex) => regex.test(textOf(text)),
  },

  lower: { takes: ['text'], gives: 'text', make: texts((text) => text.toLowerCase()) },
  upper: { takes: ['text'], gives: 'text', make: texts((text) => text.toUpperCase()) },
  trim: { takes: ['text'], gives: 'text', make: texts((text) => text.trim()) },
  replace: {
    takes: ['text', 'regex', 'new text'],
    gives: 'text',
    make: ([text = '', by = ''], regex) => regex.replace(textOf(text), textOf(by)),
  },
  slice: {
    takes: ['text', 'from', 'to'],
    optional: 1,
    gives: 'text',
    make: ([text = '', ...places]) => {
      const [from, to] = places.map(numberIn)
      const isPlaced = from !== undefined && (places.length < 2 || to !== undefined)
      return isPlaced ? [...textOf(text)].slice(from, to).join('') : undefined
    },
  },
  concat: {
    takes: ['text'],
    repeats: true,
    gives: 'text',
    make: texts((...parts) => parts.join('')),
  },
  join: {
    takes: ['values', 'separator'],
    gives: 'text',
    make: ([all, separator = '']) => listed(all).map(textOf).join(textOf(separator)),
  },
  text: { takes: ['value'], gives: 'text', make: texts((text) => text) },

  number: {
    takes: ['value'],
    gives: 'number',
    make: ([value = null]) => {
      const trimmed = typeof value === 'string' ? value.trim() : value
      const number = exactNumberIn(trimmed)
      return typeof number === 'bigint' ? trimmed : number // else it would lose digits
    },
  },
  round: {
    takes: ['number', 'digits'],
    optional: 1,
    gives: 'number',
    make: (values) => {
      const [number, digits = 0] = values.map(numberIn)
      return number === undefined ? undefined : rounded(number, digits)
    },
  },
  len: { takes: ['text'], gives: 'number', make: texts((text) => [...text].length) },
  count: { takes: ['values'], gives: 'number', make: ([all]) => listed(all).length },
  date: {
    takes: ['text', 'format'],
    optional: 1,
    gives: 'number',
    make: texts((text, format) => {
      return format === undefined ? secondsOf(text.trim()) : secondsAs(text.trim(), format)
    }),
  },

  if: { takes: ['condition', 'value', 'other value'], optional: 1, gives: 'any' },
  default: { takes: ['value', 'other value'], repeats: true, gives: 'any' },
}

export const FUNCTIONS: ReadonlyMap<string, ExpressionFunction> = new Map(Object.entries(LISTED))

/** What other languages call them, and what to write instead where that is no function: made where a name is wrong. */
const elsewhere = (): Record<string, string> => ({
  length: 'len',
  size: 'len',
  substring: 'slice',
  substr: 'slice',
  mid: 'slice',
  lowercase: 'lower',
  tolower: 'lower',
  uppercase: 'upper',
  toupper: 'upper',
  strip: 'trim',
  includes: 'contains',
  match: 'matches',
  test: 'matches',
  regexp: 'matches',
  str: 'text',
  string: 'text',
  int: 'number',
  float: 'number',
  parsefloat: 'number',
  coalesce: 'default',
  ifnull: 'default',
  nvl: 'default',
  iif: 'if',
  datetime: 'date',
  timestamp: 'date',
  strptime: 'date',
  todate: 'date',
  avg: 'mean(FIELD) with --group and --agg',
  mean: 'mean(FIELD) with --group and --agg',
  median: 'p50(FIELD) with --group and --agg',
  sum: 'sum(FIELD) with --group and --agg',
  min: 'min(FIELD) with --group and --agg',
  max: 'max(FIELD) with --group and --agg',
  exists: 'the field alone, which holds if it exists',
  has: 'the field alone, which holds if it exists',
  isnull: 'FIELD == null',
  like: 'FIELD ~ "REGEX", contains or startsWith',
})

/** What to write for a function that there is not, if that is known. */
export function insteadOf(name: string): string | undefined {
  const known = new Map(Object.entries(elsewhere()))
  return known.get(name.toLowerCase()) ?? nearest(name, [...FUNCTIONS.keys()])
}

/** How a call is written: `slice(text, from, to?)`. */
export function signatureOf(name: string): string {
  const { takes, optional = 0, repeats = false } = FUNCTIONS.get(name) ?? { takes: [] }
  const words = takes.map((word, i) => (i < takes.length - optional ? word : `${word}?`))
  return `${name}(${words.join(', ')}${repeats ? '…' : ''})`
}

type Make = NonNullable<ExpressionFunction['make']>

function texts(make: (...texts: string[]) => Value | undefined): Make {
  return (values) => make(...values.map(textOf))
}

function listed(all: Value | undefined): Value[] {
  return Array.isArray(all) ? all : []
}

export function numberIn(value: Value): number | undefined {
  return typeof value === 'number' ? value : numberOf(textOf(value))
}

/** Half away from zero, in the decimals that are written. */
function rounded(number: number, digits: number): number {
  const moved = Math.round(shifted(Math.abs(number), digits))
  return Math.sign(number) * shifted(moved, -digits)
}

/** 1.005 by two digits is 100.5, where a multiplication makes 100.49999999999999. */
function shifted(number: number, digits: number): number {
  const [mantissa, exponent = '0'] = String(number).split('e')
  return Number(`${mantissa}e${Number(exponent) + Math.trunc(digits)}`)
}
