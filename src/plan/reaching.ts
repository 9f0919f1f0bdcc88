// Says whether the value of a field is in what a plan writes.

import { type Field, parseField } from '../record/field.ts'
import { areOfOne } from '../stages/passed-fields.ts'
import type { Pipeline } from './plan.ts'
import { stageNamed } from './stages.ts'

/** Whether a field of the records that come in goes out as it is, to any destination. */
export function isReaching(
  { stages, to, writing, branches = [] }: Pipeline,
  field: Field,
): boolean {
  let now: Field[] = [field]
  for (const planned of stages) {
    if (planned.stage === 'tee' && now.length > 0) return true
    now = now.flatMap((each) => stageNamed(planned.stage).passes(planned.argument, each))
  }
  const { columns } = writing ?? {}
  const isWritten =
    (to !== undefined || branches.length === 0) &&
    now.some((each) => columns?.some((name) => areOfOne(parseField(name), each)) ?? true)
  return isWritten || branches.some((branch) => now.some((each) => isReaching(branch, each)))
}
