// Performs `cosax check`: reports every fault, and answers with the worst exit code.

import { check } from '../plan/check.ts'
import { reportFailure, warnUnless } from './diagnostics.ts'
import { withProgress } from './progress.ts'
import type { Request } from './request.ts'
import { untilInterrupted } from './signals.ts'

/** The highest code of all inputs: what could not be read is worse than what is malformed. */
export async function checkInputs({ plan, progress, isQuiet }: Request): Promise<number> {
  const { inputs, pipeline: _, ...parsing } = plan
  let worst = 0
  const onFault = (fault: unknown) => {
    worst = Math.max(worst, reportFailure(fault))
  }
  await withProgress(progress, (onStart) =>
    untilInterrupted((signal) =>
      check({ inputs, ...parsing }, { signal, onFault, onWarning: warnUnless(isQuiet), onStart }),
    ),
  )
  return worst
}
