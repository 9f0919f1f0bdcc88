// Provides the mapping as data: how an element becomes a record, where that is not as usual.

import type { ScalarType } from '../record/record.ts'

export const ATTRIBUTES = ['prefix', 'merge', 'nest', 'drop'] as const
export const ARRAYS = ['auto', 'always'] as const
export const TYPES = ['strings', 'auto'] as const
export const NAMESPACES = ['keep', 'strip', 'expand'] as const
export const DIALECTS = ['badgerfish', 'parker', 'jsonml'] as const

/**
 * Paths are those of fields in the record as the mapping makes it, before it is flattened: `author/name`, `@id`;
 * `//name` is that name at any depth. What comes under one name is an array: attributes, children, then text.
 */
export interface Mapping {
  attributes?: (typeof ATTRIBUTES)[number]
  /** Before the name of an attribute, or above all of them when they nest; `@` if not given. */
  attributePrefix?: string
  /** The key of text beside attributes or children; `#text` if not given. */
  textKey?: string
  /** Fields that are arrays also where they occur once. */
  array?: string[]
  /** `always`: every child is in an array. */
  arrays?: (typeof ARRAYS)[number]
  /** `auto`: what JSON would write just so is a number or a boolean. */
  types?: (typeof TYPES)[number]
  /** By path: what its values are, whatever `types` says; a value that is no such thing stays text. */
  typed?: Record<string, ScalarType>
  /** Whether text keeps the white space around it. */
  keepSpace?: boolean
  /** What becomes of prefixes: `strip` leaves them out, `expand` writes `{uri}name`. */
  namespaces?: (typeof NAMESPACES)[number]
  /** The prefix to write for a namespace, by its URI; none for ''. */
  prefixes?: Record<string, string>
  /** Fields that become the text of all that is in them. */
  text?: string[]
  /** Fields that become the XML that is in them. */
  inner?: string[]
  /** Whether text with children in it is a list of both, in the order of the document. */
  ordered?: boolean
  /** What joins the names on the way to a value into one key. */
  flatten?: string
  /** A published dialect, for what the rest cannot say. */
  dialect?: (typeof DIALECTS)[number]
}
