// Says how many threads a plan will be run in, what each takes, and why one if it is one.

import type { Plan } from '../plan/plan.ts'
import { shareOut } from './share-out.ts'
import type { Way } from './way.ts'

const MEMORY = 60 // MB of a thread: its kernel, what is young, and the lines that wait to be joined

const WHAT: Record<Exclude<Way, 'here'>, string> = {
  'in parts': 'parts of a file',
  'as it comes': 'parts of what comes',
  whole: 'whole inputs',
}

/** A line for a person; nothing where one thread is what was to be expected. */
export function explainThreads(plan: Plan, jobs?: number): string | undefined {
  const shared = shareOut(plan, jobs === undefined ? {} : { jobs })
  if ('reason' in shared) {
    return jobs === undefined || jobs === 1 ? undefined : `threads  1: ${shared.reason}`
  }
  const what = [...new Set(shared.ways)].flatMap((way) => (way === 'here' ? [] : [WHAT[way]]))
  const memory = (shared.jobs - 1) * MEMORY
  return `threads  ${shared.jobs}, for ${what.join(' and ')}: up to ${memory} MB more`
}
