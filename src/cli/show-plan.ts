// Shows the plan in place of a run of it.

import { UsageError } from '../core/errors.ts'
import { explainThreads } from '../parts/explain-threads.ts'
import { checkPlan } from '../plan/check-plan.ts'
import { explain } from '../plan/explain.ts'
import type { Plan } from '../plan/plan.ts'
import { withoutSecrets } from '../sources/without-secrets.ts'
import type { Part } from '../split/part.ts'
import { grouped } from './quantities.ts'
import type { Request } from './request.ts'

export function explained(request: Request): string {
  const { command, plan, part } = request
  const text = explain(plan)
  if (part) return text.replace(/^read .*/, (read) => `${read.trimEnd()}, ${wordsFor(part)}`)
  if (command === 'work') return explainedWork(plan)
  if (command !== 'serve') return [text, threadsOf(request)].filter(Boolean).join('\n')
  return text.replace(/^read ?/, 'read from clients').replaceAll(' to stdout ', ' to clients')
}

/** @throws UsageError for a plan that cannot be understood: better than a file that cannot be run. */
export function asJson({ command, plan, part }: Request): string {
  if (part) throw new UsageError('--explain=json: a plan is of whole files: leave out --manifest')
  const shown = command === 'work' ? { ...plan, inputs: [] } : plan
  checkPlan(shown)
  const hidden = (_: string, value: unknown) =>
    typeof value === 'string' ? withoutSecrets(value) : value
  return JSON.stringify(shown, hidden, 2)
}

function explainedWork(plan: Plan): string {
  return explain({ ...plan, inputs: [] })
    .replace(/^read ?/, 'read parts')
    .replace(/({part}.*, a file for each) value/g, '$1 part ')
}

function wordsFor({ part, parts, from, to }: Part): string {
  return `part ${part} of ${parts}: bytes ${grouped(from.offset)} to ${grouped(to.offset)}`
}

function threadsOf({ command, plan, jobs, checkpoint }: Request): string | undefined {
  if (checkpoint !== undefined) return 'threads  1: checkpoints are written'
  return command === 'run' ? explainThreads(plan, jobs) : undefined
}
