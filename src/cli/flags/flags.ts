// Lists the flags. Parsing, help, the manual and docs/flags.md are made from this list.

import { BAD_RECORD_FLAGS } from './bad-records.ts'
import type { Flag } from './flag.ts'
import { GENERAL_FLAGS } from './general.ts'
import { INPUT_FLAGS } from './input.ts'
import { JOB_FLAGS } from './jobs.ts'
import { LIMIT_FLAGS } from './limits.ts'
import { MAPPING_FLAGS } from './mapping.ts'
import { OUTPUT_FLAGS } from './output.ts'
import { PARSING_FLAGS } from './parsing.ts'
import { PART_FLAGS } from './parts.ts'
import { RECORD_FLAGS } from './records.ts'
import { REPORTING_FLAGS } from './reporting.ts'
import { SERVER_FLAGS } from './server.ts'
import { SHAPE_FLAGS } from './shape.ts'
import { STAGE_FLAGS } from './stages.ts'

export const FLAGS: readonly Flag[] = [
  ...RECORD_FLAGS,
  ...INPUT_FLAGS,
  ...ofXml(PARSING_FLAGS),
  ...ofXml(MAPPING_FLAGS),
  ...ofXml(SHAPE_FLAGS),
  ...LIMIT_FLAGS,
  ...STAGE_FLAGS,
  ...OUTPUT_FLAGS,
  ...BAD_RECORD_FLAGS,
  ...PART_FLAGS,
  ...JOB_FLAGS,
  ...SERVER_FLAGS,
  ...REPORTING_FLAGS,
  ...GENERAL_FLAGS,
]

function ofXml(flags: readonly Flag[]): Flag[] {
  return flags.map((flag) => ({ ...flag, isOfXml: true }))
}
