// Provides the program: the front of a plan as data that runs on the bytes of records, before they are objects.

import type { Field } from '../record/field.ts'
import type { Value } from '../record/record.ts'
import type { Operator } from './predicate.ts'

/**
 * Steps in order of execution, for each record. A step runs if the step `after` which it comes let the record
 * through; `after: RECORDS` is every record. The tree of a pipeline is thus one list.
 *
 * A program is done when each of its leaves is: after a `head` that has let all through, or at an exit that
 * leads to what is done.
 */
export interface Program {
  steps: Step[]
  /** Where records leave it: how many there are; `lines`, `records` and `count` steps name one by its index. */
  exits: number
}

export const RECORDS = -1

/** A program knows at most so many names on the way to all its fields: `a/b` and `a/c` are three. */
export const MOST_NAMES = 31

export type Step = { after: number } & (Act | Leave)

/** Every field is one of the record as it came, also after a `select`. */
export type Act =
  | TestStep
  | AskStep
  /** Lets all but the first through. */
  | { do: 'skip'; count: number }
  /** Lets the first through, then is done. */
  | { do: 'head'; count: number }
  /** Changes the record, for the exits after it, to these columns. */
  | { do: 'select'; columns: Column[] }
  | EditStep

export type Leave =
  /** The record leaves as a line of JSON. */
  | { do: 'lines'; exit: number }
  /** The record leaves as an object. */
  | { do: 'records'; exit: number }
  | RowsStep
  /** Only its being here counts; the sum leaves at the end. */
  | { do: 'count'; exit: number }

/**
 * Lets through records of which any value at `field` stands in `operator` to `value`, as in --filter. `=` and
 * `!=` compare text, `==` and `!==` numbers: a value that is no number is `!==` to every number.
 */
export interface TestStep {
  do: 'test'
  field: Field
  operator: Exclude<Operator, '~'> | '==' | '!=='
  value: string
}

/** Lets through records for which a function holds. It receives what `select` would make of them. */
export interface AskStep {
  do: 'ask'
  columns: Column[]
  condition: (record: Value) => boolean
  /** The text of a value that every record has for which it holds, where that is known. */
  needs?: string
}

/** Changes fields of the record, for the exits after it, one change after the other. `apply` does that to any record. */
export interface EditStep {
  do: 'edit'
  changes: Change[]
  apply(record: Value): Value
}

/** Fields by their names, not by ways deeper into the record. */
export type Change =
  | { drop: readonly string[] }
  /** All at once. */
  | { rename: readonly { name: string; old: string }[] }
  | { set: string; value: Value }

/** The record leaves in a batch of rows: the values of these columns, each under the path by which it is read. */
export interface RowsStep {
  do: 'rows'
  exit: number
  columns: Column[]
  /** Whether the record leaves as a line too. */
  areLines: boolean
}

/** A field under a new name: missing where the field is, several values as an array. */
export interface Column {
  name: string
  field: Field
}

/** These fields, each once and under its path, by which it is found again. */
export function columnsOf(fields: Field[]): Column[] {
  return [...new Map(fields.map((field) => [field.join('/'), field]))].map(([name, field]) => ({
    name,
    field,
  }))
}

/** The fields that a step reads. */
export function fieldsRead(step: { do: string; field?: Field; columns?: Column[] }): Field[] {
  const { field, columns = [] } = step
  return field ? [field] : columns.map((column) => column.field)
}

/** The paths of the fields that a program takes of records; undefined if records leave it whole. */
export function fieldsTaken({ steps }: Program): Set<string> | undefined {
  const fields = new Set<string>()
  const isSelected = (step: Step | undefined): boolean =>
    step !== undefined && (step.do === 'select' || isSelected(steps[step.after]))
  for (const step of steps) {
    const leaves =
      step.do === 'lines' || step.do === 'records' || (step.do === 'rows' && step.areLines)
    if (leaves && !isSelected(step)) return undefined
    for (const field of fieldsRead(step)) fields.add(field.join('/'))
  }
  return fields
}
