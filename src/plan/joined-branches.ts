// Joins branches that read records in the same way: what one of them has to have made of a record, all have.

import type { Column } from '../expression/program.ts'
import type { StageStep } from '../stages/stage.ts'
import type { Pipeline } from './plan.ts'
import type { Front } from './pushdown.ts'
import { reachedBy, type SinkOf, type TakesLines } from './reached.ts'
import type { RowsFront } from './rows-front.ts'

/** A branch, or several with one front: then it has no stage before they begin. */
export interface Joined {
  branch: Pipeline
  front: Front
}

/**
 * Branches that begin with records are one, and those that begin with rows: a record is copied and decoded once for all of
 * them. Every sink receives what it does without that, in the same order.
 */
export function joinedBranches(
  branches: readonly Joined[],
  sinkOf: SinkOf,
  takesLines: TakesLines,
): Joined[] {
  const left = [...branches]
  const joined: Joined[] = []
  for (let first = left.shift(); first; first = left.shift()) {
    const form = formOf(first, takesLines)
    const others = form === undefined ? [] : takenWith(left, form, sinkOf, takesLines)
    joined.push(others.length > 0 ? together([first, ...others]) : first)
  }
  return joined
}

/** Takes those out of a list that can be joined with what comes before it. */
function takenWith(
  left: Joined[],
  form: 'records' | 'rows',
  sinkOf: SinkOf,
  takesLines: TakesLines,
): Joined[] {
  const passed = new Set<unknown>() // sinks that have their turn before
  const taken: Joined[] = []
  for (const each of [...left]) {
    const sinks = reachedBy(each.branch, true).map((to) => sinkOf(...to))
    if (formOf(each, takesLines) === form && !sinks.some((sink) => passed.has(sink))) {
      taken.push(each)
      left.splice(left.indexOf(each), 1)
    } else for (const sink of sinks) passed.add(sink)
  }
  return taken
}

/** As what a branch gets all records; nothing where the kernel does something for it alone. */
function formOf({ branch, front }: Joined, takesLines: TakesLines): 'records' | 'rows' | undefined {
  const { stages, leaves, narrowing } = front
  if (stages.length > 0) return undefined
  if (leaves === 'rows') return narrowing.length === 0 ? leaves : undefined // else some are left out
  if (leaves === 'records') return leaves
  const { branches = [], to = [], writing } = branch
  const areRecordsWanted = branches.length === 0 && to.length > 0 && branch.stages.length === 0
  return areRecordsWanted && !to.some((destination) => takesLines(destination, writing))
    ? 'records'
    : undefined
}

function together(branches: readonly Joined[]): Joined {
  const fronts = branches.map(({ front }) => front)
  const [{ leaves = 'records' } = {}] = fronts
  const rows = fronts.flatMap(({ rows }) => rows ?? [])
  return {
    branch: { stages: [], branches: branches.map(({ branch }) => branch) },
    front: {
      stages: [],
      branches: [],
      ...(leaves === 'rows'
        ? { leaves, narrowing: [], rows: allRows(rows) }
        : { leaves: 'records', narrowing: allNarrowed(fronts) }),
    },
  }
}

/** What all of them read, under the same names: these are paths in the same record. */
function allColumns(columns: readonly Column[]): Column[] {
  return [...new Map(columns.map((column) => [column.name, column])).values()]
}

function allRows(branches: readonly RowsFront[]): RowsFront {
  return {
    columns: allColumns(branches.flatMap(({ columns }) => columns)),
    areLines: branches.some(({ areLines }) => areLines),
    asks: [],
    given: [],
    branches,
  }
}

/** What they read where none of them reads all of a record. */
function allNarrowed(fronts: readonly Front[]): StageStep[] {
  const selects = fronts.flatMap(({ narrowing }) =>
    narrowing.filter((step) => step.do === 'select'),
  )
  if (selects.length < fronts.length) return []
  return [{ do: 'select', columns: allColumns(selects.flatMap(({ columns }) => columns)) }]
}
