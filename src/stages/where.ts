// --where: keeps the records for which an expression holds.

import { filter as keep } from '../core/filter.ts'
import { conjuncts } from '../record/conjuncts.ts'
import { compileExpression } from '../record/expression.ts'
import type { Stage } from './stage.ts'

export const where: Stage<string> = {
  name: 'where',
  argument: 'EXPR',
  summary: 'keep records for which an expression holds',
  details:
    'Fields are bare names (author/name, @id), text is in quotes; == != ~ < <= > >= compare as in --filter, ' +
    'but == and != compare numbers where a side is one; && || ! ( ) join conditions; + - * div % calculate. ' +
    'In text a backslash hides a quote or a backslash. Names may contain - and /, so write spaces around a minus and div for a division.',
  example: '--where \'year >= 2020 && (lang == "en" || !lang)\'',
  memory: 'O(1)',
  parse(text) {
    compileExpression(text)
    return text.trim()
  },
  describe: (expression) => expression.replace(/\s+/g, ' '),
  start: (expression, target) => keep(compileExpression(expression), target),
  lower: conjuncts,
}
