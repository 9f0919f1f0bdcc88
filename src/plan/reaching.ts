// Says whether the value of a field is in what a plan writes.

import { type Field, parseField } from '../record/field.ts'
import type { Json, Pipeline, PlannedStage } from './plan.ts'

/** Whether a field of the records that come in goes out as it is, to any destination. */
export function isReaching(
  { stages, to, writing, branches = [] }: Pipeline,
  field: Field,
): boolean {
  let now: Field[] = [field]
  for (const planned of stages) {
    if (planned.stage === 'tee' && now.length > 0) return true
    now = now.flatMap((each) => after(planned, each))
  }
  const { columns } = writing ?? {}
  const isWritten =
    (to !== undefined || branches.length === 0) &&
    now.some((each) => columns?.some((name) => areOfOne(parseField(name), each)) ?? true)
  return isWritten || branches.some((branch) => now.some((each) => isReaching(branch, each)))
}

/** Where a stage has it go: under other names, or nowhere. */
function after({ stage, argument }: PlannedStage, field: Field): Field[] {
  switch (stage) {
    case 'count':
    case 'count-by':
    case 'group':
    case 'stats':
      return []
    case 'select':
      return renamings(argument).flatMap((each) => renamed(field, each))
    case 'rename': {
      const found = renamings(argument).flatMap((each) =>
        startsWith(field, each.field) ? renamed(field, each) : [],
      )
      return found.length > 0 ? found : [field]
    }
    case 'drop':
      return (argument as Field[]).some((dropped) => startsWith(field, dropped)) ? [] : [field]
    case 'explode':
      return argument?.toString() === field.toString() ? [] : [field] // it is no array any more
    default:
      return [field]
  }
}

interface Renaming {
  name: string
  field: Field
}

function renamings(argument: Json): Renaming[] {
  return argument as unknown as Renaming[]
}

/** A part of a field is an array where the field is. */
function renamed(field: Field, { name, field: old }: Renaming): Field[] {
  return areOfOne(field, old) ? [[name, ...field.slice(old.length)]] : []
}

function areOfOne(one: Field, other: Field): boolean {
  return startsWith(one, other) || startsWith(other, one)
}

function startsWith(field: Field, start: Field): boolean {
  return start.every((name, i) => field[i] === name)
}
