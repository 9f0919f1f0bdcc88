// Provides the mapping as data: how an element becomes a record, where that is not as usual.

export const ATTRIBUTES = ['prefix', 'merge', 'nest', 'drop'] as const
export const ARRAYS = ['auto', 'always'] as const
export const TYPES = ['strings', 'auto'] as const
export const NAMESPACES = ['keep', 'strip', 'expand'] as const

/** What a value is, where a shape says so. */
export type ScalarType = 'text' | 'integer' | 'number' | 'boolean'

/** Paths are those of fields in the record as the mapping makes it: `author/name`, `@id`. */
export interface Mapping {
  attributes?: (typeof ATTRIBUTES)[number]
  /** Before the name of an attribute; `@` if not given. */
  attributePrefix?: string
  /** The key of text beside attributes or children; `#text` if not given. */
  textKey?: string
  /** Fields that are arrays also where they occur once. */
  array?: string[]
  arrays?: (typeof ARRAYS)[number]
  types?: (typeof TYPES)[number]
  /** By path: what its values are, whatever `types` says. */
  typed?: Record<string, ScalarType>
  keepSpace?: boolean
  namespaces?: (typeof NAMESPACES)[number]
  /** The prefix to write for a namespace, by its URI. */
  prefixes?: Record<string, string>
  /** Fields that become the text of all that is in them. */
  text?: string[]
  /** Fields that become the XML that is in them. */
  inner?: string[]
  /** Whether children are a list in the order of the document. */
  ordered?: boolean
  /** What joins the names on the way to a value into one key. */
  flatten?: string
}
