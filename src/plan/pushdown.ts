// Finds the front of a pipeline: its first stages, for as long as the kernel can take them, as steps.

import type { Calls } from '../expression/calls.ts'
import { areIndependent, namesIn } from '../expression/changes.ts'
import {
  type Change,
  type Column,
  columnsOf,
  type EditStep,
  fieldsRead,
  MOST_NAMES,
} from '../expression/program.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { ELEMENT_FIELD } from '../record/element-field.ts'
import type { Field } from '../record/field.ts'
import { NO_FIELD } from '../record/provenance.ts'
import { TEXT_KEY, type Value } from '../record/record.ts'
import type { StageStep } from '../stages/stage.ts'
import { type Commutes, commutingWith, readAsWritten } from './commutes.ts'
import { takesNamesAway } from './element-names.ts'
import type { Pipeline, Plan } from './plan.ts'
import { type RowsFront, RowsOf, type RowsRules } from './rows-front.ts'
import { stageNamed } from './stages.ts'

export interface Front {
  /** The steps of the first stages, a list for each. */
  stages: StageStep[][]
  /** How records leave them: as lines into a stage that takes them or the ends of the pipeline, or into the stages that follow. */
  leaves: 'lines' | 'records' | 'count' | 'rows'
  /** A last step, where the next stage does not read whole records. */
  narrowing: StageStep[]
  /** What rows have, where they leave as these. */
  rows?: RowsFront
  /** The fronts of the branches, where records leave as lines. */
  branches: Front[]
}

/** The front of a pipeline of which the kernel takes nothing. */
export const NOTHING: Front = { stages: [], leaves: 'records', narrowing: [], branches: [] }

export interface FrontOptions {
  /** Records are mapped after it: it has the steps that this allows, and no others. */
  commutes?: Commutes | undefined
  /** The kernel writes records as a mapping says: the steps that it can run on them. */
  runs?: Commutes | undefined
  /** Watches those in it. */
  calls?: Calls | undefined
  /** When records may leave as rows; never if false. */
  rows?: RowsRules | false
}

export function frontOf(pipeline: Pipeline, options: FrontOptions = {}): Front {
  const { commutes, calls, runs, rows = {} } = options
  const names = new Set<string>()
  if (!commutes) {
    return grow(pipeline, {
      names,
      calls,
      runs,
      rows: rows ? new RowsOf(pipeline, rows) : undefined,
    })
  }
  const { stages } = pipeline
  const isEnd = stages.findIndex(({ stage, argument }) => {
    const { lower } = stageNamed(stage)
    return !lower?.(argument)?.every(commutes)
  })
  const before = isEnd < 0 ? stages : stages.slice(0, isEnd)
  const front = grow({ stages: before }, { names, calls, runs })
  return { ...front, narrowing: [], leaves: front.leaves === 'count' ? 'count' : 'records' }
}

/** The front of the pipeline of a plan; `isMapped` says that records are mapped after it, `calls` watches those in it. */
export function frontFor(
  plan: Omit<Plan, 'inputs'>,
  isMapped: boolean,
  calls?: Calls,
  rules: RowsRules = {},
): Front {
  const { pipeline, mapping, withName, withSource } = plan
  const commutes = isMapped ? commutingWith(mapping, withName) : unlessListed(mapping, pipeline)
  const areInScope = withName === ELEMENT_FIELD
  // a record that is to lose its name says what it was before
  const rows = !(areInScope && takesNamesAway(pipeline)) && { ...rules, areInScope }
  const limits = { commutes, calls, ...(!isMapped && { runs: readAsWritten(mapping) }) }
  if (withSource === undefined) return frontOf(pipeline, { ...limits, rows })
  const isWritten = !isMapped && mapping?.flatten === undefined
  return isWritten && withSource !== NO_FIELD && !withSource.includes('/')
    ? frontBesides(pipeline, withSource, limits)
    : frontBefore(pipeline, withSource, limits)
}

/** The kernel selects values, not the arrays of one around them that a mapping makes. */
function unlessListed({ array, arrays }: Mapping = {}, pipeline: Pipeline): Commutes | undefined {
  const makesArrays = array !== undefined || arrays === 'always'
  return makesArrays && selects(pipeline) ? (step) => step.do !== 'select' : undefined
}

function selects({ stages, branches = [] }: Pipeline): boolean {
  return stages.some(({ stage }) => stage === 'select') || branches.some(selects)
}

const FILTERS: StageStep['do'][] = ['test', 'ask', 'skip', 'head']

/** The same where the kernel adds a field to lines, which no step reads. */
function frontBesides(pipeline: Pipeline, added: string, options: FrontOptions): Front {
  const runs = (step: StageStep) =>
    [...FILTERS, 'lines'].includes(step.do) &&
    fieldsRead(step).every(([first]) => first !== added) &&
    (options.runs?.(step) ?? true)
  return frontOf(pipeline, { ...options, runs, rows: false })
}

/** The same where a field is added to the records after it: the first stages that neither read it nor remove it. */
function frontBefore(pipeline: Pipeline, added: string, options: FrontOptions): Front {
  const { stages } = frontOf(pipeline, { ...options, rows: false })
  const isIndifferent = (step: StageStep) =>
    FILTERS.includes(step.do) && fieldsRead(step).every(([first]) => first !== added)
  const end = stages.findIndex((steps) => !steps.every(isIndifferent))
  const passed = end < 0 ? stages : stages.slice(0, end)
  return { ...NOTHING, stages: added.includes('/') ? [] : passed }
}

interface Growth {
  /** The names on the way to all fields so far. */
  names: Set<string>
  calls: Calls | undefined
  runs?: Commutes | undefined
  rows?: RowsOf | undefined
}

/** `columns` is what a stage before has selected. */
function grow(pipeline: Pipeline, growth: Growth, columns?: Column[], edited?: EditStep): Front {
  const { stages, branches = [] } = pipeline
  const { calls } = growth
  const front: Front = { ...NOTHING, stages: [] }
  const runnable = (asked: StageStep[] | undefined) => runnableOf(asked, growth, columns, edited)
  for (const [i, { stage: name, argument }] of stages.entries()) {
    const asRows = rowsFrom(pipeline, i, growth, columns, edited)
    if (asRows) return { ...front, ...asRows }
    const { lower, fields, takesLines } = stageNamed(name)
    const steps = runnable(lower?.(argument, calls))
    if (!steps) {
      if (!fields) return { ...front, leaves: takesLines ? 'lines' : 'records' }
      const narrowing: StageStep = { do: 'select', columns: columnsOf(fields(argument)) }
      return { ...front, narrowing: runnable([narrowing]) ?? [] }
    }
    front.stages.push(steps)
    for (const step of steps) {
      if (step.do === 'count') return { ...front, leaves: 'count' }
      if (step.do === 'select') columns = step.columns
      if (step.do === 'edit') edited = step
    }
  }
  const grown = branches.map((branch) => grow(branch, growth, columns, edited))
  return { ...front, leaves: 'lines', branches: grown }
}

/** The steps that the kernel runs in place of those that are asked for, if it can. */
function runnableOf(
  asked: StageStep[] | undefined,
  { names, runs }: Growth,
  columns?: Column[],
  edited?: EditStep,
): StageStep[] | undefined {
  const steps = following(edited, fitted(asked, names, columns), columns)
  return runs && !steps?.every(runs) ? undefined : steps
}

/** The steps after an edit, where they find the fields that they read as these came; one that is an edit does both. */
function following(
  edited: EditStep | undefined,
  steps: StageStep[] | undefined,
  columns?: Column[],
): StageStep[] | undefined {
  const changes = edited?.changes ?? []
  const names = new Set(changes.flatMap(namesIn))
  // a renaming that a record does not allow ends the run, also where the record would be left out after it
  const mayFail = changes.some(isRenaming)
  const isPossible = steps?.every((step) => {
    if (step.do === 'edit') return columns === undefined && areIndependent(changes, step.changes)
    if (mayFail && step.do !== 'head' && step.do !== 'lines') return false
    return fieldsRead(step).every(([first = '']) => !names.has(first))
  })
  if (!isPossible) return undefined
  return steps?.map((step) => {
    if (step.do !== 'edit' || !edited) return step
    const apply = (record: Value) => step.apply(edited.apply(record))
    return { do: 'edit', changes: [...changes, ...step.changes], apply }
  })
}

/** The way on as rows, if the stages from one on take them. */
function rowsFrom(
  pipeline: Pipeline,
  first: number,
  growth: Growth,
  columns?: Column[],
  edited?: EditStep,
): Pick<Front, 'leaves' | 'narrowing' | 'rows'> | undefined {
  const [tests, found] = growth.rows?.from(pipeline, first, growth.calls) ?? []
  if (!tests || !found) return undefined
  const mayFail = edited?.changes.some(isRenaming) === true
  if (mayFail && (columns || tests.length > 0 || found.columns.some(isIn(edited)))) return undefined
  const asked: StageStep[] = [...tests, { do: 'select', columns: found.columns }]
  const steps = runnableOf(asked, growth, columns, mayFail ? undefined : edited)
  const last = steps?.at(-1)
  if (!steps || last?.do !== 'select') return undefined
  const areLines = found.areLines || mayFail // each is made, as that may fail
  return {
    leaves: 'rows',
    narrowing: steps.slice(0, -1),
    rows: { ...found, areLines, columns: last.columns },
  }
}

function isRenaming(change: Change): boolean {
  return 'rename' in change
}

/** Whether a column has to do with what an edit changes: one that is given another name may have had it before. */
function isIn({ changes }: EditStep): (column: Column) => boolean {
  const names = new Set(changes.flatMap(namesIn))
  return ({ field: [first = ''] }) => names.has(first)
}

/** The steps in the fields of the record as it came, if these are known and not too many. */
function fitted(
  steps: StageStep[] | undefined,
  names: Set<string>,
  columns?: Column[],
): StageStep[] | undefined {
  if (!steps) return undefined
  const seen = columns ? steps.map((step) => beforeSelect(columns, step)) : steps
  if (!seen.every((step) => step !== undefined)) return undefined
  return know(seen.flatMap(fieldsRead), names) ? seen : undefined
}

function know(fields: Field[], names: Set<string>): boolean {
  if (fields.some((field) => field.length === 0 || field.some((name) => name.includes('/'))))
    return false
  const ways = fields.flatMap((field) => field.map((_, i) => field.slice(0, i + 1).join('/')))
  if (new Set([...names, ...ways]).size > MOST_NAMES) return false
  for (const way of ways) names.add(way)
  return true
}

/** The same step on the record from which these columns were selected. */
function beforeSelect(selected: Column[], step: StageStep): StageStep | undefined {
  if (step.do === 'test') {
    const field = originOf(step.field, selected)
    return field && { ...step, field }
  }
  if (!('columns' in step)) return step
  const columns: Column[] = []
  for (const { name, field: seen } of step.columns) {
    const field = originOf(seen, selected)
    if (!field) return undefined
    columns.push({ name, field })
  }
  return { ...step, columns }
}

/** What `field` of a selection was before, where that is the same for every record. */
function originOf(field: Field, selected: Column[]): Field | undefined {
  const [whole, first] = [field.join('/'), field[0]].map((name) =>
    selected.find((column) => column.name === name),
  )
  if (!first || first === whole) return whole?.field
  // a column `a/b` beside `a` is seen only if `a` is missing, and `#text` of a text is that text
  if (whole || first.field.at(-1) === TEXT_KEY) return undefined
  return [...first.field, ...field.slice(1)]
}
