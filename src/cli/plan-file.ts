// Reads a plan as --explain=json prints it. A file may come from anywhere: a plan in it runs no program
// and no code, unless that was allowed.

import { UsageError } from '../core/errors.ts'
import { checkPlan } from '../plan/check-plan.ts'
import { type Plan, STDIN } from '../plan/plan.ts'
import { partsThatRun } from '../plan/programs.ts'
import { readText } from './read-text.ts'

/** @throws InputError when the file cannot be read, UsageError when it is no plan, or one that runs what it must not. */
export function readPlan(path: string, isTrusted = false): Plan {
  const name = path === STDIN ? 'stdin' : path
  const plan = parsed(readText(path), name)
  try {
    checkPlan(plan)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`--plan: ${name}: ${error.fact}`, error.excerpt)
  }
  for (const { place, flag } of isTrusted ? [] : partsThatRun(plan)) {
    const rule = 'a plan from a file runs no program and no code without --allow-exec'
    throw new UsageError(`--plan: ${name}: ${place}: ${rule}, found ${flag}`)
  }
  return plan
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new UsageError(`--plan: ${name}: no JSON, as --explain=json prints it`)
  }
}
