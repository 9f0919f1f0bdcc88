// Provides the shape: what records are made of, as plain data. A shape file is this as JSON.

import type { ScalarType } from '../record/record.ts'
import type { Kind } from './kind.ts'

export const SHAPE_VERSION = 1

export interface Shape {
  cosax: 'shape'
  version: typeof SHAPE_VERSION
  /** The pattern of the records. */
  pattern: string
  /** Whether reading stopped before the end of the input. */
  partial?: true
  /** The names of their elements, and how often: the most frequent, if there are many. */
  elements: Record<string, number>
  record: RecordShape
  /** In the order of first appearance: a field comes before those in it. */
  fields: FieldShape[]
}

/** What was found at a place. */
export interface Found {
  /** What its texts are in a record that is read with the shape; it is here to be changed. */
  type?: ScalarType
  count: number
  /** How many are empty: elements, which are null in a record, or attributes, which are ''. */
  empty?: number
  /** How many are dictionaries. */
  objects?: number
  /** What the texts say, and how many of each. */
  kinds?: Partial<Record<Kind, number>>
  /** If all are numbers, or all are dates. */
  min?: number | string
  max?: number | string
  /** Characters. */
  longest?: number
  /** Different values, where there are few. */
  distinct?: number
  examples?: string[]
}

export type RecordShape = Found

export interface FieldShape extends Found {
  /** `author/name`, `@id`, `author/#text`. */
  path: string
  /** Whether it is always an array in a record that is read with the shape; it is here to be changed. */
  array?: true
  /** In how many records, and in how many of the elements around it. */
  records: number
  parents: number
  /** The most in one element, if more than one. */
  most?: number
}
