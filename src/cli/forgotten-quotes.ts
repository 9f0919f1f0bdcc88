// Finds, before a run, texts in expressions that look as if their quotes were forgotten: names of fields that are
// compared with something and that no record at the beginning of the input has.

import type { NamedField } from '../plan/named-fields.ts'
import type { Plan } from '../plan/plan.ts'
import { sizeOf } from '../sources/size.ts'
import { readSample } from './complete/sample.ts'
import { hintsOf } from './hints.ts'
import { isAnyUnmet } from './unmet.ts'

/** The fields, and a line for each; none where no input is a file, which can be read twice. */
export async function forgottenQuotes(
  fields: NamedField[],
  plan: Plan,
): Promise<{ found: NamedField[]; hints: string[] }> {
  const bytes = await readSample(plan.inputs)
  const found = bytes ? fields.filter((each) => isAnyUnmet([each], plan, bytes)) : []
  if (!bytes || found.length === 0) return { found, hints: [] }
  const [input = '', ...others] = plan.inputs
  const isAll = others.length === 0 && sizeOf(input) === bytes.length
  return { found, hints: await hintsOf(found, plan, bytes, isAll) }
}
