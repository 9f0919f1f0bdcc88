// Provides the program: the front of a plan as data that runs on the bytes of records, before they are objects.

import type { Field } from './field.ts'
import type { Value } from './record.ts'

/**
 * Steps in order of execution, for each record. A step runs if the step `after` which it comes let the record
 * through; `after: RECORDS` is every record. The tree of a pipeline is thus one list.
 */
export interface Program {
  steps: Step[]
  /** Where records leave it: how many there are; `lines`, `records` and `count` steps name one by its index. */
  exits: number
}

export const RECORDS = -1

export type Step = { after: number } & (
  | TestStep
  | AskStep
  /** Lets all but the first through. */
  | { do: 'skip'; count: number }
  /** Lets the first through, then is done. */
  | { do: 'head'; count: number }
  /** Changes the record, for the steps after it, to one of these columns; those that are missing stay missing. */
  | { do: 'select'; columns: Column[] }
  /** The record leaves as a line of JSON. */
  | { do: 'lines'; exit: number }
  /** The record leaves as an object. */
  | { do: 'records'; exit: number }
  /** Only its being here counts; the sum leaves at the end. */
  | { do: 'count'; exit: number }
)

/**
 * Lets through records of which any value at `field` stands in `operator` to `value`, as in --filter. What comes
 * after a `select` step tests the record before that.
 */
export interface TestStep {
  do: 'test'
  field: Field
  operator: 'exists' | 'absent' | '=' | '!=' | '<' | '<=' | '>' | '>='
  value: string
}

/**
 * Lets through records for which a function holds. It receives a dictionary that has only `fields`, each under
 * its path (`author/name`), several values as an array.
 */
export interface AskStep {
  do: 'ask'
  fields: Field[]
  condition: (record: Value) => boolean
}

export interface Column {
  name: string
  field: Field
}
