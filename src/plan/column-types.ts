// Follows what is known of the values of fields through a stage, to the columns that are made of them.

import type { Field } from '../record/field.ts'
import type { ScalarType } from '../record/record.ts'
import type { PlannedStage } from './plan.ts'

/** By path: of what type a value is; one with others in it is JSON. */
export type ColumnTypes = ReadonlyMap<string, ScalarType | 'json'>

interface Renaming {
  name: string
  field: Field
}

/** What is known after the stage; nothing of a field that it makes. */
export function typesAfter({ stage, argument }: PlannedStage, types: ColumnTypes): ColumnTypes {
  switch (stage) {
    case 'filter':
    case 'where':
    case 'head':
    case 'skip':
    case 'sample':
    case 'unique':
    case 'sort':
    case 'top':
    case 'tee':
    case 'drop':
      return types
    case 'select':
      return renamed(argument as unknown as Renaming[], types)
    case 'rename': {
      const renamings = argument as unknown as Renaming[]
      const rest = renamings.reduce((left, { field }) => without(field, left), types)
      return new Map([...rest, ...renamed(renamings, types)])
    }
    case 'set':
      return without([(argument as { name: string }).name], types)
    case 'explode':
      return without(argument as Field, types)
    case 'split-lines':
      return (argument as Field[]).reduce((left, field) => without(field, left), types)
    case 'count-by':
      return new Map([...renamed((argument as Field[]).map(asItIs), types), ['count', 'integer']])
    case 'group':
      return renamed((argument as { fields: Field[] }).fields.map(asItIs), types)
    default:
      return new Map()
  }
}

function asItIs(field: Field): Renaming {
  return { name: field.join('/'), field }
}

function renamed(renamings: readonly Renaming[], types: ColumnTypes): ColumnTypes {
  const found = new Map<string, ScalarType | 'json'>()
  for (const { name, field } of renamings) {
    const path = field.join('/')
    for (const [known, type] of types) {
      if (isIn(path, known)) found.set(name + known.slice(path.length), type)
    }
  }
  return found
}

function without(field: Field, types: ColumnTypes): ColumnTypes {
  return new Map([...types].filter(([known]) => !isIn(field.join('/'), known)))
}

function isIn(path: string, known: string): boolean {
  return known === path || known.startsWith(`${path}/`)
}
