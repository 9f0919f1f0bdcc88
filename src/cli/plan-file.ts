// Reads a plan as --explain=json prints it. A file may come from anywhere: a plan in it runs no code.

import { UsageError } from '../core/errors.ts'
import { checkPlan } from '../plan/check-plan.ts'
import { type Pipeline, type Plan, STDIN } from '../plan/plan.ts'
import { readText } from './read-text.ts'

/** @throws InputError when the file cannot be read, UsageError when it is no plan or one with code. */
export function readPlan(path: string): Plan {
  const name = path === STDIN ? 'stdin' : path
  const plan = parsed(readText(path), name)
  try {
    checkPlan(plan)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`--plan: ${name}: ${error.fact}`, error.excerpt)
  }
  const code = placeOfCode(plan.pipeline, 'plan.pipeline')
  if (code !== undefined) {
    throw new UsageError(
      `--plan: ${name}: ${code}: a plan from a file runs no code, found the stage map-js`,
    )
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

/** The place of the first stage that holds code. */
function placeOfCode({ stages, branches = [] }: Pipeline, place: string): string | undefined {
  const at = stages.findIndex(({ stage }) => stage === 'map-js')
  if (at >= 0) return `${place}.stages[${at}]`
  for (const [i, branch] of branches.entries()) {
    const found = placeOfCode(branch, `${place}.branches[${i}]`)
    if (found !== undefined) return found
  }
  return undefined
}
