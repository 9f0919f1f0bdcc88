// Turns the JSON of a record into that of a flat one.

import type { Value } from '../record/record.ts'
import { flatten } from './flatten.ts'
import { shallow } from './shallow.ts'

/** `see` is given the record as it was. */
export function flattenedLine(
  line: string,
  separator: string,
  textKey: string,
  see: (record: Value) => void,
): string {
  return shallow(() => {
    const record = JSON.parse(line) as Value
    see(record)
    return JSON.stringify(flatten(record, separator, textKey))
  })
}
