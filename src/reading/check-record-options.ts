// Checks the types of the options of `records`.

import { fields, text } from '../core/checks.ts'
import { checkMapping, MAPPING } from '../mapping/check-mapping.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { checkReadOptions, READING } from './check-options.ts'
import type { ReadOptions } from './reader.ts'

const RECORD_OPTIONS = fields(
  {},
  { ...READING, record: text, withName: text, withSource: text, mapping: MAPPING },
)

/** @throws UsageError for what is no option, an option of another type, or one that contradicts another. */
export function checkRecordOptions(options: ReadOptions & { mapping?: Mapping }): void {
  checkReadOptions(options, RECORD_OPTIONS)
  if (options.mapping) checkMapping(options.mapping, options.namespaces)
}
