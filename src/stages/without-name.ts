// Removes the names that records have for XML, on their way to other formats. No flag: a plan has it where it is needed.

import { kind } from '../core/checks.ts'
import { map } from '../core/map.ts'
import { ELEMENT_FIELD, unnamed } from '../record/element-field.ts'
import type { Value } from '../record/record.ts'
import { sameTypes } from './column-types.ts'
import { passesAll } from './passed-fields.ts'
import type { Stage } from './stage.ts'

/** Its argument is the key of the text of a record that may have been nothing else; null where none was. */
export const withoutName: Stage<string | null> = {
  name: 'without-name',
  summary: 'take away the name of the element',
  example: '',
  memory: 'O(1)',
  parse: (text) => text,
  check: kind('a text or null', (value) => value === null || typeof value === 'string'),
  describe: () => '',
  columns: (_, before) => before?.filter((name) => name !== ELEMENT_FIELD),
  passes: passesAll,
  makesRecords: false,
  types: sameTypes,
  parts: () => 'alone',
  start: (textKey, target) => map((record: Value) => unnamed(record, textKey), target),
}
