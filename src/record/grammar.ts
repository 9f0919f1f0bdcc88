// Turns the text of an expression into a tree whose nodes know where they stand.

import jsep from 'jsep'
import { UsageError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { type Field, parseField } from './field.ts'
import { FUNCTIONS, signatureOf } from './functions.ts'
import { isExact } from './predicate.ts'

/** `at` is the index in the text at which the node begins. */
export type Node = { at: number } & (
  | { type: 'text'; value: string }
  /** `digits` are those of a whole number that is not exact as a number. */
  | { type: 'number'; value: number; digits?: string }
  | { type: 'field'; field: Field }
  | { type: 'not' | 'minus'; operand: Node }
  | { type: 'binary'; operator: string; left: Node; right: Node }
  | { type: 'in'; operand: Node; among: Node[] }
  | { type: 'call'; name: string; arguments: Node[] }
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
  ['||'],
  ['&&'],
  ['==', '=', '!=', '~', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
  ['*', 'div', '%'],
].entries()) {
  for (const operator of operators) jsep.addBinaryOp(operator, precedence + 1)
}

// "text"  'text'  "a \"quoted\" word": a backslash before anything else is one, as in "^\d+$"
const TEXT = /^(["'])((?:\\[\s\S]|(?!\1)[^\\])*)\1/

// title  @id  author/name  dc:date  #text
function fieldAt(text: string, at: number): string | undefined {
  // made when it is needed: the first look at \p{L} takes half a millisecond
  const field =
    /[@#\p{L}_][\p{L}\p{N}\p{M}_@#:.\u00b7-]*(?:\/[@#\p{L}_][\p{L}\p{N}\p{M}_@#:.\u00b7-]*)*/uy
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
    env.node = { type: 'List', among: readList(this), at }
  } else if (char === '(') {
    const group = this.gobbleGroup()
    if (!group) this.index = at
    env.node = group || this.throwError('expected a condition')
  } else if (/[!+-]/.test(char)) {
    this.index++
    const argument = this.gobbleToken() || this.throwError(`expected a value after ${char}`)
    env.node = { type: 'Unary', operator: char, argument, at }
  } else {
    const name = fieldAt(this.expr, at)
    if (name !== undefined) {
      const space = /^\s*(?=\()/.exec(this.expr.slice(at + name.length))?.[0]
      if (space !== undefined && !FUNCTIONS.has(name)) this.throwError(unknownFunction(name))
      this.index += name.length + (space?.length ?? 0)
      env.node =
        space === undefined
          ? { type: 'Field', field: parseField(name), at }
          : { type: 'Call', name, given: readList(this), at }
    } else if (!ENDS_OR_JOINS.test(char)) this.throwError(`unexpected ${JSON.stringify(char)}`)
  }
})

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
  const near = nearest(name, [...FUNCTIONS.keys()])
  const advice = near
    ? `: did you mean ${near}?`
    : `; there are ${[...FUNCTIONS.keys()].join(', ')}`
  return `unknown function "${name}"${advice}`
}

const ENDS_OR_JOINS = /^[)=<>~*%&|,;]?$/

// The library takes "a b" and "a, b" for several expressions, and "a ? b : c" for its own.
jsep.hooks.add('gobble-expression', function startOnce() {
  const before = this.expr.slice(0, this.index).trimEnd()
  if (/[,;]$/.test(before)) {
    this.index = before.length - 1
    this.throwError(`unexpected "${this.char}"`)
  }
  if (before !== '' && !before.endsWith('(') && this.char !== ')') {
    this.throwError('expected an operator')
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
    field,
    argument,
    left,
    right,
    name,
    given,
  } = tree as Tree
  if (field) return { type: 'field', field, at }
  if (typeof value === 'string') return { type: 'text', value, at }
  if (typeof value === 'number') {
    const isWhole = !isExact(value) && /^\d+$/.test(raw)
    return { type: 'number', value, at, ...(isWhole && { digits: raw }) }
  }
  if (argument) {
    const operand = nodeOf(argument)
    return operator === '+' ? operand : { type: operator === '!' ? 'not' : 'minus', operand, at }
  }
  if (left && right && operator === 'in') {
    if (!right.among?.length) throw fault('expected a list behind in, as in ("en", "de")', right.at)
    const operand = nodeOf(left)
    return { type: 'in', operand, among: right.among.map(nodeOf), at: operand.at }
  }
  if (left && right) {
    const first = nodeOf(left)
    return { type: 'binary', operator, left: first, right: nodeOf(right), at: first.at }
  }
  const called = name === undefined ? undefined : FUNCTIONS.get(name)
  if (name !== undefined && called && given) {
    const { takes, optional = 0, repeats = false } = called
    const { length } = given
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
