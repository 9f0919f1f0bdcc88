// Turns the language of --where and --set into functions on records.
//
//   year >= 2020 && (lang in ("en", "de") || !lang) && contains(lower(author/name), "kn")
//
// A name is a field; alone it holds if the field exists, and names that repeat hold if any value does. A
// value that cannot be made, of a missing field or of what is no number, is none. `==` and `!=` compare
// text, or numbers where a side is one; `<` and the like compare numbers, or two texts that are none; `~` matches a
// regular expression.
// Division is `div`, and `-` between names wants spaces, as names may contain both.

import { UsageError } from '../core/errors.ts'
import { anyValue } from '../record/field.ts'
import { textOf, type Value } from '../record/record.ts'
import type { Calls } from './calls.ts'
import { formOf } from './date-format.ts'
import { FUNCTIONS, type Kind } from './functions.ts'
import { type Node, notUnderstood, parseExpression } from './grammar.ts'
import { compare, exactNumberIn, isInOrder, numberOf } from './predicate.ts'
import { Regex } from './regex.ts'
import { allOf, arithmetic, combined, firstOf, gathered, NONE, pairs, type Term } from './terms.ts'
import { watchCalls } from './watch-calls.ts'

/** `calls` watches those in it. @throws UsageError that points at the column of what cannot be understood. */
export function compileExpression(text: string, calls?: Calls): Condition {
  return readExpression(text, (tree) => condition(tree, text), calls)
}

/**
 * The same as a function that answers with the values of the expression, in order; a condition is one.
 *
 * @throws UsageError that points at the column of what cannot be understood.
 */
export function compileValues(text: string, calls?: Calls): (record: Value) => Value[] {
  return readExpression(
    text,
    (tree) => {
      if (kindOf(tree) === 'condition') {
        const holds = condition(tree, text)
        return (record) => [holds(record)]
      }
      return allOf(term(tree, text))
    },
    calls,
  )
}

/** What `read` makes of the tree of an expression, with the same errors. */
export function readExpression<T>(text: string, read: (tree: Node) => T, calls?: Calls): T {
  try {
    const tree = parseExpression(text)
    if (calls) watchCalls(tree, calls)
    return read(tree)
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
  if (node.type === 'in') return membership(node, text)
  if (node.type === 'call' && kindOf(node) === 'condition') {
    const values = call(node, text)
    return (record) => values(record, (value) => value === true)
  }
  if (node.type === 'constant' && node.value !== null) {
    const { value } = node
    return () => value
  }
  if (node.type === 'text' || node.type === 'number' || node.type === 'constant') {
    throw notUnderstood(text, 'expected a condition, found a value', node.at)
  }
  const values = term(node, text)
  return (record) => values(record, () => true)
}

function term(node: Node, text: string): Term {
  switch (node.type) {
    case 'text':
    case 'constant':
      return (_, use) => use(node.value)
    case 'number':
      return (_, use) => use(node.digits ?? node.value)
    case 'field':
      return (record, use) => anyValue(record, node.field, use)
    case 'minus':
      if (node.operand.type === 'number' && node.operand.digits !== undefined) {
        const digits = `-${node.operand.digits}`
        return (_, use) => use(digits)
      }
      return arithmetic(
        (_, x) => -x,
        (_, use) => use(0),
        term(node.operand, text),
      )
    case 'binary': {
      const calculate = ARITHMETIC.get(node.operator)
      const { left, right } = node
      if (calculate)
        return arithmetic(calculate, term(left, text), term(right, text), literalOf(right))
      break
    }
    case 'call':
      if (kindOf(node) !== 'condition') return call(node, text)
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

function comparison(operator: string, left: Node, right: Node, text: string): Condition {
  const [given] = [left, right].filter((side) => side.type === 'constant' && side.value === null)
  if (given) return nothingness(operator, given, given === left ? right : left, text)
  const [a, b] = [term(left, text), term(right, text)]
  const all = (holds: (x: Value, y: Value) => boolean) => pairs(a, b, literalOf(right), holds)
  if (operator === '~') {
    if (right.type !== 'text') throw notUnderstood(text, 'expected "TEXT" after ~', right.at)
    const expression = expressionIn(right, text)
    return (record) => a(record, (value) => expression.test(textOf(value)))
  }
  if (operator.startsWith('<') || operator.startsWith('>')) {
    const isCalculated = [left, right].some((side) => kindOf(side) === 'number')
    const found = [left, right].find(
      (side) => side.type === 'text' && numberOf(side.value) === undefined,
    )
    if (isCalculated && found) {
      throw notUnderstood(text, `${operator} compares numbers, found text`, found.at)
    }
    return all((x, y) => isInOrder(operator, x, y))
  }
  const isNumeric = [left, right].some((side) => kindOf(side) === 'number')
  const areEqual = isNumeric
    ? (x: Value, y: Value) => compare('==', exactNumberIn(x), exactNumberIn(y))
    : (x: Value, y: Value) => textOf(x) === textOf(y)
  const isEqual = operator !== '!='
  return all((x, y) => areEqual(x, y) === isEqual)
}

/** What a term hands on that is the same for every record: that is a short way for most expressions. */
function literalOf(node: Node): Value | undefined {
  if (node.type === 'text') return node.value
  return node.type === 'number' ? (node.digits ?? node.value) : undefined
}

/** `a == null`: it is missing, or an element with nothing in it. */
function nothingness(operator: string, given: Node, other: Node, text: string): Condition {
  const values = term(other, text)
  if (operator === '!=') return (record) => values(record, (value) => value !== null)
  if (operator !== '==' && operator !== '=') {
    throw notUnderstood(text, `${operator} does not compare with null`, given.at)
  }
  return (record) => values(record, (value) => value === null) || !values(record, () => true)
}

function expressionIn({ value, at }: Node & { type: 'text' }, text: string): Regex {
  try {
    return new Regex(value)
  } catch (error) {
    throw error instanceof UsageError ? notUnderstood(text, error.fact, at) : error
  }
}

/** Whether a value is among others: a number among those of the list that are numbers, else a text. */
function membership({ operand, among }: Node & { type: 'in' }, text: string): Condition {
  const literals = among.map((node) => (node.type === 'text' ? node.value : undefined))
  if (kindOf(operand) !== 'number' && !literals.includes(undefined)) {
    const [value, texts] = [term(operand, text), new Set(literals)]
    return (record) => value(record, (found) => texts.has(textOf(found)))
  }
  const equalities = among.map((node) => comparison('==', operand, node, text))
  return (record) => equalities.some((isEqual) => isEqual(record))
}

function kindOf(node: Node): Kind {
  switch (node.type) {
    case 'text':
    case 'number':
      return node.type
    case 'constant':
    case 'field':
      return 'any'
    case 'minus':
      return 'number'
    case 'binary':
      return ARITHMETIC.has(node.operator) ? 'number' : 'condition'
    case 'call': {
      const gives = FUNCTIONS.get(node.name)?.gives ?? 'any'
      if (gives !== 'any') return gives
      const kinds = node.arguments.slice(node.name === 'if' ? 1 : 0).map(kindOf)
      return kinds.includes('number') ? 'number' : 'any'
    }
    default:
      return 'condition'
  }
}

function call(node: Node & { type: 'call' }, text: string): Term {
  const { takes = [], make } = FUNCTIONS.get(node.name) ?? {}
  if (node.name === 'if') return choice(node.arguments, text)
  if (!make) return firstOf(node.arguments.map((each) => term(each, text)))
  let regex = new Regex('')
  const terms = node.arguments.flatMap((argument, i): Term[] => {
    if (takes[i] === 'values') return [gathered(term(argument, text))]
    if (takes[i] !== 'regex') return [term(argument, text)]
    if (argument.type !== 'text') {
      throw notUnderstood(text, `expected a regular expression in quotes`, argument.at)
    }
    regex = expressionIn(argument, text)
    return []
  })
  const made: Term = (record, use) =>
    combined(terms, record, (values) => {
      const value = make(values, regex)
      const isValue = typeof value === 'number' ? Number.isFinite(value) : value !== undefined
      if (node.watched?.hasValue === false) node.watched.see(values[0] ?? null, isValue)
      return isValue && use(value as Value)
    })
  const [first, ...others] = node.arguments
  const [format] = others
  if (node.name === 'date' && format?.type === 'text' && !formOf(format.value)) {
    const fact = `expected a format as in "%d.%m.%Y", found ${JSON.stringify(format.value)}`
    throw notUnderstood(text, fact, format.at)
  }
  if (first?.type === 'text' && others.length === 0 && !made(null, () => true)) {
    throw notUnderstood(text, `no ${node.name}: ${JSON.stringify(first.value)}`, first.at)
  }
  return made
}

function choice([asked, first, second]: Node[], text: string): Term {
  const [holds, chosen] = [condition(asked as Node, text), term(first as Node, text)]
  const other = second ? term(second, text) : NONE
  return (record, use) => (holds(record) ? chosen : other)(record, use)
}
