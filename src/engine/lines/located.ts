// Adds to the records of JSON lines where they are from.

import { withProvenance } from '../../record/provenance.ts'
import type { Value } from '../../record/record.ts'
import type { LineScanner } from '../line-scanner.ts'
import type { JsonLine } from './json-line.ts'

/** Makes records of the lines of an input. */
export function located(
  field: string,
  file: string,
  scanner: LineScanner,
): (line: JsonLine, record: number) => Value {
  return (line, record) =>
    withProvenance(line.value, field, { file, record, offset: scanner.offsetOf(line.from) })
}
