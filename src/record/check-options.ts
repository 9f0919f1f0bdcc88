// Holds the options of `records` to their type.

import { fields, text } from '../core/checks.ts'
import { checkReadOptions, READING } from '../xml/check-options.ts'
import { checkMapping, MAPPING } from './check-mapping.ts'
import type { RecordOptions } from './records.ts'

const RECORD_OPTIONS = fields(
  {},
  { ...READING, record: text, withName: text, withSource: text, mapping: MAPPING },
)

/** @throws UsageError for what is no option, an option of another type, or one that contradicts another. */
export function checkRecordOptions(options: RecordOptions): void {
  checkReadOptions(options, RECORD_OPTIONS)
  if (options.mapping) checkMapping(options.mapping, options.namespaces)
}
