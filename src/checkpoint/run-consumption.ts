// Runs a plan on the records of a stream.

import { UsageError } from '../core/errors.ts'
import { checkPlan } from '../plan/check-plan.ts'
import type { Plan } from '../plan/plan.ts'
import type { Report, RunOptions } from '../plan/report.ts'
import { runIn } from '../plan/run.ts'
import { appear } from './appear.ts'
import { Consumption } from './consumption.ts'
import { ConsumptionFile } from './consumption-file.ts'
import { refuseUnsafe } from './unsafe.ts'

/** @throws UsageError for a plan of which it could not be said what is safe; what `run` throws. */
export async function runConsumption(
  plan: Plan,
  options: RunOptions & { checkpoint?: string },
): Promise<Report> {
  const { checkpoint, ...rest } = options
  const { onWarning = () => {}, reads = [] } = rest
  checkPlan(plan)
  refuseUnsafe(plan, checkpoint !== undefined)
  if (checkpoint === undefined) return runIn(new Consumption(plan), plan, rest)
  const file = new ConsumptionFile(checkpoint, plan)
  const found = file.read()
  if (found && 'files' in found) {
    onWarning(`cosax: ${checkpoint}: all was written already: files get their names`)
    appear(found.files)
    file.remove()
    throw new UsageError(`--checkpoint: ${checkpoint}: that run is over now: run it again for more`)
  }
  const consumption = new Consumption(plan, file, found?.consumed)
  const report = await runIn(consumption, plan, { ...rest, reads: [...reads, checkpoint] })
  file.remove()
  return report
}
