// --where: keeps the records for which an expression holds.

import { filter as keep } from '../core/filter.ts'
import { conjuncts } from '../expression/conjuncts.ts'
import { mayNeverEnd } from '../expression/endless.ts'
import { compileExpression } from '../expression/expression.ts'
import { FUNCTIONS, signatureOf } from '../expression/functions.ts'
import { TEXT } from './arguments.ts'
import { sameTypes } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import { type Stage, sameColumns } from './stage.ts'

const SIGNATURES = [...FUNCTIONS.keys()].map(signatureOf).join(', ')

export const where: Stage<string> = {
  name: 'where',
  argument: 'EXPR',
  summary: 'keep records for which an expression holds',
  details:
    'Fields are bare names (author/name, @id), text is in quotes; ==, !=, ~, <, <=, > and >= compare as in ' +
    '--filter, but == and != compare numbers if a side is one; lang in ("en", "de") is one of several; && || ! (or and or not) and ( ) join ' +
    'conditions; + - * div % calculate. In text a backslash hides a quote or a backslash. Names may contain - ' +
    `and /, so write spaces around a minus and div for a division. Functions: ${SIGNATURES}. What is missing, or ` +
    'is no number where one is needed, has no value, and no comparison with it holds.',
  example: '--where \'year >= 2020 && (lang == "en" || !lang)\'',
  memory: 'O(1)',
  parse(text) {
    compileExpression(text)
    return text.trim()
  },
  check: TEXT,
  describe: (expression) => expression.replace(/\s+/g, ' '),
  columns: sameColumns,
  passes: passesAll,
  makesRecords: false,
  types: sameTypes,
  parts: () => 'alone',
  start: (expression, target, _, calls) => keep(compileExpression(expression, calls), target),
  lower: conjuncts,
  mayNeverEnd,
}
