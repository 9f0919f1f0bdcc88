// Refuses a plan for JSON lines that says how XML is read.

import { UsageError } from '../core/errors.ts'
import type { Limits } from '../engine/limits.ts'
import type { Plan } from './plan.ts'

/** What says so, by its flag. */
const OF_XML: Partial<Record<keyof Plan, string>> = {
  record: '--record',
  withName: '--with-name',
  mapping: 'mapping',
  engine: '--engine',
  lenient: '--lenient',
  entities: '--entities',
  dtd: '--dtd',
  fragments: '--fragments',
  encoding: '--encoding',
  namespaces: '--no-namespaces',
}

const LIMITS_OF_LINES: readonly string[] = ['depth', 'record'] satisfies (keyof Limits)[]

/** @throws UsageError when it does. */
export function checkRecords(plan: Partial<Plan>): void {
  if (!plan.records) return
  const said = Object.entries(OF_XML).find(([key]) => plan[key as keyof Plan] !== undefined)
  const limit = Object.keys(plan.limits ?? {}).find((name) => !LIMITS_OF_LINES.includes(name))
  const flag = said?.[1] ?? (limit && `--max-${limit}`)
  if (flag) throw new UsageError(`${flag}: is about XML, the inputs of --records are JSON lines`)
}
