// Shows what is asked for instead of a run: help, the version, the plan.

import { UsageError } from '../core/errors.ts'
import { explainThreads } from '../parts/explain-threads.ts'
import { checkPlan } from '../plan/check-plan.ts'
import { explain } from '../plan/explain.ts'
import type { Plan } from '../plan/plan.ts'
import { version } from '../process/version.ts'
import type { Part } from '../split/part.ts'
import { commandHelp, longHelp, shortHelp } from './help.ts'
import { print, say } from './print.ts'
import { grouped } from './quantities.ts'
import type { Request } from './request.ts'

export function show(request: Request, what: NonNullable<Request['shows']>): number {
  print(textOf(request, what))
  return 0
}

/** The help of a command that was given nothing to read: a failure. */
export function showUsage(command: Request['command']): number {
  say(command === 'run' ? shortHelp() : commandHelp(command))
  return 2
}

function textOf(request: Request, what: NonNullable<Request['shows']>): string {
  const { command, plan, part } = request
  if (what === 'version') return `cosax ${version()}`
  if (what === 'plan') {
    const text = explain(plan)
    if (part) return text.replace(/^read .*/, (read) => `${read.trimEnd()}, ${wordsFor(part)}`)
    if (command !== 'serve') return [text, threadsOf(request)].filter(Boolean).join('\n')
    return text.replace(/^read ?/, 'read from clients').replaceAll(' to stdout ', ' to clients')
  }
  if (what === 'plan as JSON') {
    if (part) throw new UsageError('--explain=json: a plan is of whole files: leave out --manifest')
    return planText(plan)
  }
  if (command !== 'run') return commandHelp(command)
  return what === 'short help' ? shortHelp() : longHelp()
}

function wordsFor({ part, parts, from, to }: Part): string {
  return `part ${part} of ${parts}: bytes ${grouped(from.offset)} to ${grouped(to.offset)}`
}

function threadsOf({ command, plan, jobs, checkpoint }: Request): string | undefined {
  if (checkpoint !== undefined) return 'threads  1: checkpoints are written'
  return command === 'run' ? explainThreads(plan, jobs) : undefined
}

/** @throws UsageError for a plan that cannot be understood: better than a file that cannot be run. */
function planText(plan: Plan): string {
  checkPlan(plan)
  return JSON.stringify(plan, null, 2)
}
