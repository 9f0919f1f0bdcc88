// Holds the options of `records` to their type.

import { fields, text } from '../core/checks.ts'
import { checkReadOptions, READING } from '../xml/check-options.ts'
import type { ReadOptions } from '../xml/reader.ts'
import { checkMapping, MAPPING } from './check-mapping.ts'
import type { Mapping } from './mapping.ts'

const RECORD_OPTIONS = fields(
  {},
  { ...READING, record: text, withName: text, withSource: text, mapping: MAPPING },
)

/** @throws UsageError for what is no option, an option of another type, or one that contradicts another. */
export function checkRecordOptions(options: ReadOptions & { mapping?: Mapping }): void {
  checkReadOptions(options, RECORD_OPTIONS)
  if (options.mapping) checkMapping(options.mapping, options.namespaces)
}
