// Finds out whether an expression may take far too long over one record.

import { readExpression } from './expression.ts'
import { FUNCTIONS } from './functions.ts'
import { nodesIn } from './grammar.ts'
import { Regex } from './regex.ts'

export function mayNeverEnd(expression: string): boolean {
  return readExpression(expression, (tree) => {
    for (const node of nodesIn(tree)) {
      if (node.type === 'binary' && node.operator === '~' && node.right.type === 'text') {
        if (new Regex(node.right.value).mayNeverEnd) return true
      }
      if (node.type !== 'call') continue
      const at = FUNCTIONS.get(node.name)?.takes.indexOf('regex') ?? -1
      const given = node.arguments[at]
      if (given?.type !== 'text') continue
      const regex = new Regex(given.value)
      if (node.name === 'replace' ? regex.mayNeverReplace : regex.mayNeverEnd) return true
    }
    return false
  })
}
