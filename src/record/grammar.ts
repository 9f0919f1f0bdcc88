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
  return new UsageError(`expression, column ${at + 1}: ${fact}`, [`  ${line}`, `  ${pointer}`])
}

// The library is left the numbers, the texts, the parentheses and the precedence of these; the rest is
// read below, because its nodes do not know where they stand.
jsep.removeAllUnaryOps()
jsep.removeAllBinaryOps()
for (const [precedence, operators] of [
  ['||'],
  ['&&'],
  ['==', '=', '!=', '~', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', 'div', '%'],
].entries()) {
  for (const operator of operators) jsep.addBinaryOp(operator, precedence + 1)
}

// "text"  'text'  "a \"quoted\" word": a backslash before anything else is one, as in "^\d+$"
const TEXT = /^(["'])((?:\\[\s\S]|(?!\1)[^\\])*)\1/

// title  @id  author/name  dc:date  #text
const FIELD =
  /^[@#\p{L}_][\p{L}\p{N}\p{M}_@#:.\u00b7-]*(?:\/[@#\p{L}_][\p{L}\p{N}\p{M}_@#:.\u00b7-]*)*/u

jsep.hooks.add('gobble-token', function readToken(env) {
  const at = this.index
  const { char } = this
  if (/[0-9.]/.test(char)) env.node = { type: '', ...this.gobbleNumericLiteral(), at }
  else if (/["']/.test(char)) {
    const [literal, , value = ''] =
      TEXT.exec(this.expr.slice(at)) ?? this.throwError('text not closed')
    this.index += literal.length
    env.node = { type: '', value: value.replace(/\\(["'\\])/g, '$1'), at }
  } else if (char === '(') {
    const group = this.gobbleGroup()
    if (!group) this.index = at
    env.node = group || this.throwError('expected a condition')
  } else if (/[!+-]/.test(char)) {
    this.index++
    const argument = this.gobbleToken() || this.throwError(`expected a value after ${char}`)
    env.node = { type: 'Unary', operator: char, argument, at }
  } else {
    const name = FIELD.exec(this.expr.slice(at))?.[0]
    if (name !== undefined) {
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
    } else if (!ENDS_OR_JOINS.test(char)) this.throwError(`unexpected ${JSON.stringify(char)}`)
  }
})

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
  field?: Field
  argument?: Tree
  left?: Tree
  right?: Tree
}

function nodeOf(tree: object): Node {
  const { at = 0, operator = '', value, field, argument, left, right } = tree as Tree
  if (field) return { type: 'field', field, at }
  if (typeof value === 'string') return { type: 'text', value, at }
  if (typeof value === 'number') return { type: 'number', value, at }
  if (argument) {
    const operand = nodeOf(argument)
    return operator === '+' ? operand : { type: operator === '!' ? 'not' : 'minus', operand, at }
  }
  if (left && right) {
    const first = nodeOf(left)
    return { type: 'binary', operator, left: first, right: nodeOf(right), at: first.at }
  }
  const fact = 'expected a condition'
  throw Object.assign(new Error(fact), { index: at, description: fact })
}
