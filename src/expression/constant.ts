// Finds expressions that have one value, whatever the record.

import type { Value } from '../record/record.ts'
import { compileValues, readExpression } from './expression.ts'
import type { Node } from './grammar.ts'

/** The value of an expression that has the same for all records, as far as that is easy to see. */
export function constantOf(text: string): Value | undefined {
  const isOne = readExpression(text, ({ type }) => CONSTANTS.has(type))
  return isOne ? compileValues(text)(null)[0] : undefined
}

const CONSTANTS = new Set<Node['type']>(['text', 'number', 'constant'])
