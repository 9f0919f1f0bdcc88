// Provides predicates as data: a field, an operator and a literal, as in `route=22`.

import { UsageError } from '../core/errors.ts'
import { anyValue, type Field, parseField } from '../record/field.ts'
import { textOf, trimmed, type Value } from '../record/record.ts'
import { compareText } from '../record/text-order.ts'
import { Regex } from './regex.ts'

export const OPERATORS = ['exists', 'absent', '=', '!=', '~', '<', '<=', '>', '>='] as const
export type Operator = (typeof OPERATORS)[number]

export interface Predicate {
  field: Field
  operator: Operator
  value: string
}

/** @throws UsageError when the text is no predicate. */
export function parsePredicate(text: string): Predicate {
  const found = /^([^=!~<>]+)(!=|<=|>=|==|=|~|<|>)([\s\S]*)$/.exec(text)
  if (found) {
    const [, field = '', operator, value = ''] = found
    const predicate = {
      field: parseField(field),
      operator: (operator === '==' ? '=' : operator) as Operator,
      value: trimmed(value),
    }
    testOf(predicate) // a bad number or regular expression is better known now
    return predicate
  }
  const isAbsent = text.trimStart().startsWith('!')
  const field = isAbsent ? text.trimStart().slice(1) : text
  if (/[=!~<>]/.test(field)) {
    throw new UsageError(
      `condition ${JSON.stringify(text)}: expected FIELD=VALUE with = != ~ < <= > or >=, FIELD or !FIELD`,
    )
  }
  return { field: parseField(field), operator: isAbsent ? 'absent' : 'exists', value: '' }
}

export function describePredicate({ field, operator, value }: Predicate): string {
  const path = field.join('/')
  if (operator === 'exists') return path
  return operator === 'absent' ? `!${path}` : `${path} ${operator} ${JSON.stringify(value)}`
}

/** A function that answers whether the predicate holds for any value of its field. */
export function compilePredicate(predicate: Predicate): (record: Value) => boolean {
  const { field, operator } = predicate
  const test = testOf(predicate)
  if (operator === 'absent') return (record) => !anyValue(record, field, test)
  return (record) => anyValue(record, field, test)
}

function testOf({ operator, value }: Predicate): (found: Value) => boolean {
  switch (operator) {
    case '=':
      return (found) => textOf(found) === value
    case '!=':
      return (found) => textOf(found) !== value
    case '~': {
      const regex = new Regex(value)
      return (found) => regex.test(textOf(found))
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      if (value === '' || /^[<>=]/.test(value)) {
        throw new UsageError(
          `condition with ${operator}: expected a number or a text, found ${JSON.stringify(value)}`,
        )
      }
      return (found) => isInOrder(operator, found, value)
    }
    case 'exists':
    case 'absent':
      return () => true
    default:
      throw new UsageError(`unknown operator ${JSON.stringify(operator)}`)
  }
}

/** What is not a number is neither less nor more than any, nor equal to one. */
export function compare(
  operator: string,
  a: number | bigint | undefined,
  b: number | bigint | undefined,
): boolean {
  if (a === undefined || b === undefined) return false
  if (operator === '==') return a <= b && a >= b // === would say that 1n is not 1
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  return operator === '>' ? a > b : a >= b
}

/** The same of two texts that are no numbers, by their code points; one that is and one that is not have no order. */
export function isInOrder(operator: string, a: Value, b: Value): boolean {
  const [x, y] = [exactNumberIn(a), exactNumberIn(b)]
  if (x !== undefined || y !== undefined) return compare(operator, x, y)
  return compare(operator, compareText(textOf(a), textOf(b)), 0)
}

/** The number that a value is; a whole one that is too large for a number is a bigint. */
export function exactNumberIn(value: Value): number | bigint | undefined {
  return typeof value === 'number' ? value : exactNumberOf(textOf(value))
}

/** The number that a text writes in decimal (`-1`, `2.50`, `1e6`), or undefined. */
export function numberOf(text: string): number | undefined {
  return (
    fewDigitsOf(text) ??
    (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined)
  )
}

/** The number of a text that is a few digits, as most are; there is a longer way to that of any other. */
function fewDigitsOf(text: string): number | undefined {
  const { length } = text
  if (length === 0 || length > FEW_DIGITS) return undefined
  let number = 0
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - 0x30
    if (digit < 0 || digit > 9) return undefined
    number = 10 * number + digit
  }
  return number
}

const FEW_DIGITS = 9

/** The same where no digit of a whole number is lost: one that is too large for a number is a bigint. `number` is what `numberOf` has said. */
export function exactNumberOf(
  text: string,
  number: number | undefined = numberOf(text),
): number | bigint | undefined {
  if (number === undefined || isExact(number) || !/^[+-]?\d+$/.test(text)) return number
  return BigInt(text.replace('+', ''))
}

/** Whether no other whole number is taken for the same. */
export function isExact(number: number): boolean {
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER
}
