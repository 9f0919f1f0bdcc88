// Runs a plan on one part of a document.

import type { Plan } from '../plan/plan.ts'
import type { Report, RunOptions } from '../plan/report.ts'
import { runIn } from '../plan/run.ts'
import type { Part } from './part.ts'
import { PartWorkshop } from './part-workshop.ts'

export function runPart(plan: Plan, part: Part, options: RunOptions): Promise<Report> {
  return runIn(new PartWorkshop(part), plan, options)
}
