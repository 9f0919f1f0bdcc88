// --drop: removes fields.

import { map } from '../core/map.ts'
import { type Field, parseField, without } from '../record/field.ts'
import type { Value } from '../record/record.ts'
import type { Stage } from './stage.ts'

export const drop: Stage<Field[]> = {
  name: 'drop',
  argument: 'FIELD,…',
  summary: 'remove these fields',
  example: '--drop revision/text,@xml:space',
  memory: 'O(1)',
  parse: (text) => text.split(',').map(parseField),
  describe: (fields) => fields.map((field) => field.join('/')).join(', '),
  start: (fields, target) =>
    map((record: Value) => fields.reduce((rest, field) => without(rest, field), record), target),
}
