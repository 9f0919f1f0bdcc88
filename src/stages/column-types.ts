// Provides what is known of the values of fields, which stages pass on to the columns that are made of them.

import type { Column } from '../expression/program.ts'
import type { Field } from '../record/field.ts'
import type { ScalarType } from '../record/record.ts'

/** By path: of what type a value is; one with others in it is JSON. */
export type ColumnTypes = ReadonlyMap<string, ScalarType | 'json'>

/** The `types` of a stage that passes on values as they were, of all fields or of some. */
export function sameTypes(_: unknown, before: ColumnTypes): ColumnTypes {
  return before
}

/** The `types` of a stage of whose records nothing is known. */
export function noTypes(): ColumnTypes {
  return new Map()
}

/** Those of fields under their new names, and of no others. */
export function renamedTypes(renamings: readonly Column[], before: ColumnTypes): ColumnTypes {
  const found = new Map<string, ScalarType | 'json'>()
  for (const { name, field } of renamings) {
    const path = field.join('/')
    for (const [known, type] of before) {
      if (isIn(path, known)) found.set(name + known.slice(path.length), type)
    }
  }
  return found
}

/** Those of fields, each as one name. */
export function typesOf(fields: readonly Field[], before: ColumnTypes): ColumnTypes {
  return renamedTypes(
    fields.map((field) => ({ name: field.join('/'), field })),
    before,
  )
}

/** All but those of fields. */
export function typesWithout(fields: readonly Field[], before: ColumnTypes): ColumnTypes {
  const paths = fields.map((field) => field.join('/'))
  return new Map([...before].filter(([known]) => !paths.some((path) => isIn(path, known))))
}

function isIn(path: string, known: string): boolean {
  return known === path || known.startsWith(`${path}/`)
}
