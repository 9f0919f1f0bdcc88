// Turns the JSON of a record into that of a flat one.

import type { Value } from '../record/record.ts'
import { flatten } from './flatten.ts'
import { shallow } from './shallow.ts'

export function flattenedLine(line: string, separator: string, textKey: string): string {
  return shallow(() => JSON.stringify(flatten(JSON.parse(line) as Value, separator, textKey)))
}
