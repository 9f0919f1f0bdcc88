// Turns the language of --where into a function on records.
//
//   year >= 2020 && (lang == "en" || !lang) && author/name ~ "^Kn"
//
// A name is a field; alone it holds if the field exists, and names that repeat hold if any value does.
// `==` and `!=` compare text, or numbers where a side is one; `<` and its kin compare numbers; `~` matches
// a regular expression. Division is `div`, and `-` between names wants spaces, as names may contain both.

import { UsageError } from '../core/errors.ts'
import { anyValue } from './field.ts'
import { type Node, notUnderstood, parseExpression } from './grammar.ts'
import { compare, numberOf, regularExpression } from './predicate.ts'
import { textOf, type Value } from './record.ts'

/** @throws UsageError that points at the column of what cannot be understood. */
export function compileExpression(text: string): Condition {
  return readExpression(text, (tree) => condition(tree, text))
}

/** What `read` makes of the tree of an expression, with the same errors. */
export function readExpression<T>(text: string, read: (tree: Node) => T): T {
  try {
    return read(parseExpression(text))
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError('expression nested too deep')
    throw error
  }
}

export type Condition = (record: Value) => boolean

/** A part of the expression `text` as a function. */
export function condition(node: Node, text: string): Condition {
  if (node.type === 'not') {
    const operand = condition(node.operand, text)
    return (record) => !operand(record)
  }
  if (node.type === 'binary') {
    const { operator, left, right } = node
    if (operator === '&&' || operator === '||') {
      const [first, second] = [condition(left, text), condition(right, text)]
      return operator === '&&'
        ? (record) => first(record) && second(record)
        : (record) => first(record) || second(record)
    }
    if (!ARITHMETIC.has(operator)) return comparison(operator, left, right, text)
  }
  if (node.type === 'text' || node.type === 'number') {
    throw notUnderstood(text, 'expected a condition, found a value', node.at)
  }
  const values = term(node, text)
  return (record) => values(record, () => true)
}

/** Hands the values that a term has for a record to `use` until it answers true; answers whether it did. */
type Term = (record: Value, use: (value: Value) => boolean) => boolean

function term(node: Node, text: string): Term {
  switch (node.type) {
    case 'text':
    case 'number':
      return (_, use) => use(node.value)
    case 'field':
      return (record, use) => anyValue(record, node.field, use)
    case 'minus':
      return arithmetic(
        (_, x) => -x,
        (_, use) => use(0),
        term(node.operand, text),
      )
    case 'binary': {
      const calculate = ARITHMETIC.get(node.operator)
      if (calculate) return arithmetic(calculate, term(node.left, text), term(node.right, text))
    }
  }
  throw notUnderstood(text, 'expected a value, found a condition', node.at)
}

const ARITHMETIC = new Map<string, (a: number, b: number) => number>([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['div', (a, b) => a / b],
  ['%', (a, b) => a % b],
])

function arithmetic(calculate: (a: number, b: number) => number, left: Term, right: Term): Term {
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

function comparison(operator: string, left: Node, right: Node, text: string): Condition {
  const [a, b] = [term(left, text), term(right, text)]
  if (operator === '~') {
    if (right.type !== 'text') throw notUnderstood(text, 'expected "TEXT" after ~', right.at)
    const expression = regularExpression(right.value)
    return (record) => a(record, (value) => expression.test(textOf(value)))
  }
  if (operator.startsWith('<') || operator.startsWith('>')) {
    for (const side of [left, right]) {
      if (side.type === 'text' && numberOf(side.value) === undefined) {
        throw notUnderstood(text, `${operator} compares numbers, found text`, side.at)
      }
    }
    return (record) =>
      a(record, (x) => b(record, (y) => compare(operator, numberIn(x), numberIn(y))))
  }
  const isNumeric = [left, right].some(({ type }) => type !== 'text' && type !== 'field')
  const key = isNumeric ? (value: Value) => numberIn(value) ?? Number.NaN : textOf
  const isEqual = operator !== '!='
  return (record) => a(record, (x) => b(record, (y) => (key(x) === key(y)) === isEqual))
}

function numberIn(value: Value): number | undefined {
  return typeof value === 'number' ? value : numberOf(textOf(value))
}
