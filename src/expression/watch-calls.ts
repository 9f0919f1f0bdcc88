// Adds all calls in an expression to those that are watched for having no value.

import type { Calls } from './calls.ts'
import { type Node, nodesIn } from './grammar.ts'

export function watchCalls(tree: Node, calls: Calls): void {
  for (const node of nodesIn(tree)) {
    if (node.type !== 'call') continue
    const [first] = node.arguments
    const given = first?.type === 'field' ? first.field.join('/') : '…'
    node.watched = calls.add(`${node.name}(${given})`)
  }
}
