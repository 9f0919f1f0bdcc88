// Turns the text of an expression into a tree whose nodes know where they stand.

import jsep from 'jsep'
import { UsageError } from '../core/errors.ts'
import { type Field, parseField } from '../record/field.ts'
import type { Call } from './calls.ts'
import { FUNCTIONS, insteadOf, signatureOf } from './functions.ts'
import { isExact } from './predicate.ts'

/** `at` is the index in the text at which the node begins. */
export type Node = { at: number } & (
  | { type: 'text'; value: string }
  /** `digits` are those of a whole number that is not exact as a number. */
  | { type: 'number'; value: number; digits?: string }
  /** `true`, `false` and `null` */
  | { type: 'constant'; value: boolean | null }
  | { type: 'field'; field: Field }
  | { type: 'not' | 'minus'; operand: Node }
  | { type: 'binary'; operator: string; left: Node; right: Node }
  | { type: 'in'; operand: Node; among: Node[] }
  | { type: 'call'; name: string; arguments: Node[]; watched?: Call }
)

/** @throws UsageError that points at the column of what cannot be understood. */
export function parseExpression(text: string): Node {
  try {
    return nodeOf(jsep(text))
  } catch (error) {
    const { index, description } = error as { index?: number; description?: string }
    if (index === undefined || description === undefined) throw error
    throw notUnderstood(text, description.charAt(0).toLowerCase() + description.slice(1), index)
  }
}

/** A node and all below it, in the order of the text. */
export function* nodesIn(tree: Node): Generator<Node, void> {
  const waiting = [tree]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node
    if (node.type === 'binary') waiting.push(node.right, node.left)
    else if (node.type === 'call') waiting.push(...node.arguments.toReversed())
    else if (node.type === 'in') waiting.push(...node.among.toReversed(), node.operand)
    else if ('operand' in node) waiting.push(node.operand)
  }
}

/** The error that shows the expression and points into it. */
export function notUnderstood(text: string, fact: string, at: number): UsageError {
  const line = text.replace(/\s/g, ' ')
  const pointer = `${' '.repeat(Math.min(at, line.length))}^`
  return new UsageError(`expression, column ${at + 1}: ${fact}`, [`  ${line}`, `  ${pointer}`])
}

// The library is left the numbers, the texts, the parentheses and the precedence of these; the rest is
// read below, because its nodes do not know where they stand.
jsep.removeAllUnaryOps()
jsep.removeAllBinaryOps()
for (const [precedence, operators] of [
  ['||', 'or'],
  ['&&', 'and'],
  ['==', '=', '!=', '~', '<', '<=', '>', '>=', 'in', 'not in'],
  ['+', '-'],
  ['*', 'div', '%'],
].entries()) {
  for (const operator of operators) jsep.addBinaryOp(operator, precedence + 1)
}

// "text"  'text'  "a \"quoted\" word": a backslash before anything else is one, as in "^\d+$"
const TEXT = /^(["'])((?:\\[\s\S]|(?!\1)[^\\])*)\1/

// title  @id  author/name  dc:date  #text  {http://purl.org/dc}title
function fieldAt(text: string, at: number): string | undefined {
  const name = String.raw`(?:@?\{[^{}]*\})?[@#\p{L}_][\p{L}\p{N}\p{M}_@#:.\u00b7-]*`
  const field = new RegExp(`${name}(?:/${name})*`, 'uy')
  field.lastIndex = at
  return field.exec(text)?.[0]
}

jsep.hooks.add('gobble-token', function readToken(env) {
  const at = this.index
  const { char } = this
  if (/[0-9.]/.test(char)) env.node = { type: '', ...this.gobbleNumericLiteral(), at }
  else if (/["']/.test(char)) {
    const [literal, , value = ''] =
      TEXT.exec(this.expr.slice(at)) ?? this.throwError('text not closed')
    this.index += literal.length
    env.node = { type: '', value: value.replace(/\\(["'\\])/g, '$1'), at }
  } else if (char === '(' && AFTER_IN.test(this.expr.slice(0, at))) {
    env.node = { type: 'List', among: joining(true, () => readList(this)), at }
  } else if (char === '(') {
    const group = joining(true, () => this.gobbleGroup())
    if (!group) this.index = at
    env.node = group || this.throwError('expected a condition')
  } else if (/[!+-]/.test(char)) {
    this.index++
    const argument = this.gobbleToken() || this.throwError(`expected a value after ${char}`)
    env.node = { type: 'Unary', operator: char, argument, at }
  } else {
    const name = fieldAt(this.expr, at)
    if (name !== undefined) {
      if (name === 'not' && isBeforeOperand(this.expr.slice(at + name.length))) {
        this.index += name.length
        this.gobbleSpaces()
        env.node = { type: 'Unary', operator: '!', argument: readComparison(this), at }
        return
      }
      const space = /^\s*(?=\()/.exec(this.expr.slice(at + name.length))?.[0]
      if (space !== undefined && !FUNCTIONS.has(name)) this.throwError(unknownFunction(name))
      this.index += name.length + (space?.length ?? 0)
      env.node =
        space === undefined
          ? CONSTANTS.has(name)
            ? { type: 'Constant', constant: CONSTANTS.get(name), at }
            : { type: 'Field', field: parseField(name), at }
          : { type: 'Call', name, given: joining(true, () => readList(this)), at }
    } else if (!ENDS_OR_JOINS.test(char)) this.throwError(`unexpected ${JSON.stringify(char)}`)
  }
})

const CONSTANTS = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

// not (a)  not a == b  but `not == "x"` is about a field of that name
const isBeforeOperand = (text: string) =>
  /^(?:\s*\(|\s+(?!(?:and|or|in|div|not\s+in)\s)[\p{L}_@#{"'.\d!])/u.test(text)

const JOINING: Record<string, string> = { '&&': '&&', and: '&&', '||': '||', or: '||' }
let joins = true

/** Reads what `&&` and `||` may join, or what ends at them. */
function joining<T>(isOn: boolean, read: () => T): T {
  const before = joins
  join(isOn)
  try {
    return read()
  } finally {
    join(before)
  }
}

function join(isOn: boolean): void {
  joins = isOn
  for (const [operator, meaning] of Object.entries(JOINING)) {
    if (isOn) jsep.addBinaryOp(operator, meaning === '||' ? 1 : 2)
    else jsep.removeBinaryOp(operator)
  }
}

/** What stands after `not`, which ends at the next `and` or `or`. */
function readComparison(parser: jsep.HookScope): object {
  const read = () => parser.gobbleBinaryExpression() || parser.throwError('expected a value')
  return joining(false, read)
}

// where a value is expected, `in` was just read as an operator if it stands there
const AFTER_IN = /in\s*$/

/** What stands in these parentheses between commas. */
function readList(parser: jsep.HookScope): Tree[] {
  parser.index++ // the opening one
  parser.gobbleSpaces()
  const items: Tree[] = []
  while (parser.char !== ')' || items.length > 0) {
    const item = parser.gobbleBinaryExpression() || parser.throwError('expected a value')
    items.push(item as Tree)
    if (parser.char === ')') break
    if (parser.char !== ',') {
      parser.throwError(parser.char === '' ? 'unclosed (' : 'expected "," or ")"')
    }
    parser.index++
    parser.gobbleSpaces()
  }
  parser.index++
  return items
}

function unknownFunction(name: string): string {
  const near = insteadOf(name)
  const advice = near
    ? `: did you mean ${near}?`
    : `; there are ${[...FUNCTIONS.keys()].join(', ')}`
  return `unknown function "${name}"${advice}`
}

const ENDS_OR_JOINS = /^[)=<>~*%&|,;]?$/

/** What stands between two values in other languages, and what does here. */
const OPERATORS_ELSEWHERE = new Map([
  ['like', '~ "REGEX", or contains(a, b)'],
  ['ilike', '~ "REGEX", or contains(lower(a), b)'],
  ['matches', '~ "REGEX"'],
  ['contains', 'contains(a, b)'],
  ['is', '== null or != null'],
  ['between', 'a >= b and a <= c'],
  ['eq', '=='],
  ['ne', '!='],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
  ['mod', '%'],
])

// The library takes "a b" and "a, b" for several expressions, and "a ? b : c" for its own.
jsep.hooks.add('gobble-expression', function startOnce() {
  const before = this.expr.slice(0, this.index).trimEnd()
  if (/[,;]$/.test(before)) {
    this.index = before.length - 1
    this.throwError(`unexpected "${this.char}"`)
  }
  if (before !== '' && !before.endsWith('(') && this.char !== ')') {
    const word = /^[a-z]+/i.exec(this.expr.slice(this.index))?.[0].toLowerCase() ?? ''
    const instead = OPERATORS_ELSEWHERE.get(word)
    this.throwError(`expected an operator${instead ? `; for ${word} write ${instead}` : ''}`)
  }
})
jsep.hooks.add(
  'after-expression',
  function endOnce() {
    if (/[,;?]/.test(this.char)) this.throwError(`unexpected "${this.char}"`)
  },
  true,
)

interface Tree {
  at?: number
  operator?: string
  value?: unknown
  raw?: string
  constant?: boolean | null
  field?: Field
  argument?: Tree
  left?: Tree
  right?: Tree
  among?: Tree[]
  name?: string
  given?: Tree[]
}

function nodeOf(tree: object): Node {
  const {
    at = 0,
    operator = '',
    value,
    raw = '',
    constant,
    field,
    argument,
    left,
    right,
    name,
    given,
  } = tree as Tree
  if (field) return { type: 'field', field, at }
  if (constant !== undefined) return { type: 'constant', value: constant, at }
  if (typeof value === 'string') return { type: 'text', value, at }
  if (typeof value === 'number') {
    const isWhole = !isExact(value) && /^\d+$/.test(raw)
    return { type: 'number', value, at, ...(isWhole && { digits: raw }) }
  }
  if (argument) {
    const operand = nodeOf(argument)
    return operator === '+' ? operand : { type: operator === '!' ? 'not' : 'minus', operand, at }
  }
  if (left && right && /in$/.test(operator)) {
    if (!right.among?.length) throw fault('expected a list after in, as in ("en", "de")', right.at)
    const operand = nodeOf(left)
    const among = right.among.map(nodeOf)
    const inside: Node = { type: 'in', operand, among, at: operand.at }
    return operator === 'in' ? inside : { type: 'not', operand: inside, at: operand.at }
  }
  if (left && right) {
    const first = nodeOf(left)
    return {
      type: 'binary',
      operator: JOINING[operator] ?? operator,
      left: first,
      right: nodeOf(right),
      at: first.at,
    }
  }
  const called = name === undefined ? undefined : FUNCTIONS.get(name)
  if (name !== undefined && called && given) {
    const [{ takes, optional = 0, repeats = false }, { length }] = [called, given]
    if (length < takes.length - optional || (length > takes.length && !repeats)) {
      const found = `${length} value${length === 1 ? '' : 's'}`
      throw fault(`expected ${signatureOf(name)}, found ${found}`, at)
    }
    return { type: 'call', name, arguments: given.map(nodeOf), at }
  }
  throw fault('expected a condition', at)
}

function fault(description: string, index = 0): Error {
  return Object.assign(new Error(description), { index, description })
}
