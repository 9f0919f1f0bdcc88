// Turns errors into exit codes.

import { InputError, OutputError, StageError, UsageError } from '../core/errors.ts'
import { XmlError } from '../engine/xml-error.ts'
import { PartError } from '../jobs/run-part.ts'

/** What each exit code means, for the help. */
export const EXIT_CODES: readonly [code: string, meaning: string][] = [
  ['0', 'done, no match included; also when the reader of stdout has gone'],
  ['1', 'with -e: no record was written'],
  ['2', 'the command line cannot be understood'],
  ['3', 'the input is malformed or cut off; whole records were written'],
  ['4', 'an input could not be read'],
  ['5', 'a stage, a command or an output failed'],
  ['70', 'a defect of cosax'],
  ['129, 130, 143', 'hung up (SIGHUP), interrupted (SIGINT), terminated (SIGTERM)'],
]

export const DEFECT = 70 // as in sysexits(3)

/** The code of an error, or undefined for one that was not expected. */
export function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof PartError) return error.code
  if (error instanceof UsageError) return 2
  if (error instanceof XmlError) return 3
  if (error instanceof InputError) return 4
  if (error instanceof OutputError || error instanceof StageError) return 5
  return undefined
}
