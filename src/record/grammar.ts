// Turns the text of an expression into a tree whose nodes know where they stand.

import jsep from 'jsep'
import { UsageError } from '../core/errors.ts'
import { type Field, parseField } from './field.ts'

/** `at` is the index in the text at which the node begins. */
export type Node = { at: number } & (
  | { type: 'text'; value: string }
  | { type: 'number'; value: number }
  | { type: 'field'; field: Field }
  | { type: 'not' | 'minus'; operand: Node }
  | { type: 'binary'; operator: string; left: Node; right: Node }
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

/** The error that shows the expression and points into it. */
export function notUnderstood(text: string, fact: string, at: number): UsageError {
  const line = text.replace(/\s/g, ' ')
  const pointer = `${' '.repeat(Math.min(at, line.length))}^`
  return new UsageError(`expression, column ${at + 1}: ${fact}\n  ${line}\n  ${pointer}`)
}

jsep.removeAllBinaryOps()
jsep.removeAllUnaryOps()
for (const [precedence, operators] of [
  ['||'],
  ['&&'],
  ['==', '=', '!=', '~', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', 'div', '%'],
].entries()) {
  for (const operator of operators) jsep.addBinaryOp(operator, precedence + 1)
}
for (const operator of ['!', '-', '+']) jsep.addUnaryOp(operator)

// title  @id  author/name  dc:date  #text
const FIELD =
  /^[@#\p{L}_][\p{L}\p{N}\p{M}_@#:.\u00b7-]*(?:\/[@#\p{L}_][\p{L}\p{N}\p{M}_@#:.\u00b7-]*)*/u

jsep.hooks.add('gobble-token', function readToken(env) {
  const at = this.index
  if (/[0-9.]/.test(this.char)) env.node = located(this.gobbleNumericLiteral(), at)
  else if (/["']/.test(this.char)) env.node = located(this.gobbleStringLiteral(), at)
  else if (/[[{?]/.test(this.char)) this.throwError(`unexpected ${JSON.stringify(this.char)}`)
  else {
    const name = FIELD.exec(this.expr.slice(at))?.[0]
    if (name === undefined) return
    if (
      this.expr
        .slice(at + name.length)
        .trimStart()
        .startsWith('(')
    ) {
      this.throwError(`unknown function "${name}"`)
    }
    this.index += name.length
    env.node = { type: 'Field', field: parseField(name), at }
  }
})

// The library takes "a b" and "a, b" for several expressions.
jsep.hooks.add('gobble-expression', function startOnce() {
  if (this.char === ')') return
  const before = this.expr.slice(0, this.index).trimEnd().at(-1)
  if (before !== undefined && before !== '(') this.throwError('expected an operator')
})

function located(node: jsep.PossibleExpression, at: number): jsep.Expression {
  return { type: 'Literal', ...node, at }
}

interface Tree {
  type: string
  at?: number
  operator?: string
  value?: unknown
  field?: Field
  argument?: Tree
  left?: Tree
  right?: Tree
}

function nodeOf(tree: Tree): Node {
  const { type, at = 0, operator = '', value, field, argument, left, right } = tree
  if (field) return { type: 'field', field, at }
  if (typeof value === 'string') return { type: 'text', value, at }
  if (typeof value === 'number') return { type: 'number', value, at }
  if (argument) {
    const operand = nodeOf(argument)
    if (operator === '+') return operand
    return { type: operator === '!' ? 'not' : 'minus', operand, at: operand.at - 1 }
  }
  if (left && right) {
    const first = nodeOf(left)
    return { type: 'binary', operator, left: first, right: nodeOf(right), at: first.at }
  }
  const fact = type === 'Compound' ? 'expected a condition' : 'expected one condition'
  throw Object.assign(new Error(fact), { index: 0, description: fact })
}
