// Turns a shape into the columns of a table of its records: one for each value, a dictionary's in its place.

import type { ScalarType } from '../record/record.ts'
import type { SqlType } from '../record/writing.ts'
import { type ShapeNode, treeOf } from './field-tree.ts'
import type { Shape } from './shape.ts'
import { typeOf } from './sql.ts'

export interface ShapeColumn {
  /** The path of the value. */
  name: string
  type: ScalarType | 'json'
  sql: SqlType
}

export function shapeColumns(shape: Shape): ShapeColumn[] {
  return columnsBelow(treeOf(shape), '')
}

function columnsBelow({ fields }: ShapeNode, way: string): ShapeColumn[] {
  return fields.flatMap((field) => {
    const name = way + field.name
    const { isArray, found } = field
    if (isArray) return [{ name, type: 'json' as const, sql: 'JSON' as const }]
    const isValue = found.type !== undefined || !found.objects
    const sql = typeOf({ ...field, found: { ...found, objects: 0 } })
    const own = isValue ? [{ name, type: found.type ?? ('text' as const), sql }] : []
    return [...own, ...columnsBelow(field, `${name}/`)]
  })
}
