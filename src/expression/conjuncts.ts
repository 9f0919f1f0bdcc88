// Turns the language of --where into steps of a program, one for each condition that && joins.
//
//   year >= 2020 && author/name ~ "^Kn"     a test, then a condition on author/name

import type { Field } from '../record/field.ts'
import type { Calls } from './calls.ts'
import { condition, readExpression } from './expression.ts'
import { type Node, nodesIn } from './grammar.ts'
import { isExact, numberOf } from './predicate.ts'
import { type AskStep, columnsOf, type TestStep } from './program.ts'

/** `calls` watches those in it. @throws UsageError that points at the column of what cannot be understood. */
export function conjuncts(text: string, calls?: Calls): (TestStep | AskStep)[] {
  return readExpression(
    text,
    (tree) =>
      joined(tree).map(
        (node) =>
          testOf(node) ?? {
            do: 'ask',
            columns: columnsOf(fieldsIn(node)),
            condition: condition(node, text),
          },
      ),
    calls,
  )
}

function joined(tree: Node): Node[] {
  const parts: Node[] = []
  const waiting = [tree]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'binary' && node.operator === '&&') waiting.push(node.right, node.left)
    else parts.push(node)
  }
  return parts
}

/** The fields that an expression reads. @throws UsageError for what cannot be understood. */
export function fieldsOf(text: string): Field[] {
  return readExpression(text, fieldsIn)
}

function fieldsIn(tree: Node): Field[] {
  return [...nodesIn(tree)].flatMap((node) => (node.type === 'field' ? [node.field] : []))
}

/** The test that means the same, if there is one. */
function testOf(node: Node): TestStep | undefined {
  if (node.type === 'field') return { do: 'test', field: node.field, operator: 'exists', value: '' }
  if (node.type === 'not' && node.operand.type === 'field') {
    return { do: 'test', field: node.operand.field, operator: 'absent', value: '' }
  }
  if (node.type !== 'binary' || node.left.type !== 'field') return undefined
  const literal = literalOf(node.right)
  const operator = (typeof literal === 'number' ? OF_NUMBERS : OF_TEXTS)[node.operator]
  if (literal === undefined || operator === undefined) return undefined
  const value = String(literal)
  const number = numberOf(value)
  if (/[<>]/.test(operator) && number === undefined) return undefined // the kernel orders no text
  // the kernel compares numbers, which are not exact beyond
  if (OF_NUMBERS[node.operator] === operator && !isExact(number ?? 0)) return undefined
  return { do: 'test', field: node.left.field, operator, value }
}

function literalOf(node: Node): string | number | undefined {
  if (node.type === 'text') return node.value
  if (node.type === 'constant' && node.value !== null) return String(node.value)
  const [sign, number] = node.type === 'minus' ? [-1, node.operand] : [1, node]
  if (number.type !== 'number' || !Number.isFinite(number.value)) return undefined
  return sign * number.value
}

type Operators = Partial<Record<string, TestStep['operator']>>

const OF_BOTH: Operators = { '<': '<', '<=': '<=', '>': '>', '>=': '>=' }
const OF_TEXTS: Operators = { ...OF_BOTH, '=': '=', '==': '=', '!=': '!=' }
const OF_NUMBERS: Operators = { ...OF_BOTH, '=': '==', '==': '==', '!=': '!==' }
