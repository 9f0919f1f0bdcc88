// Turns a shape into the columns of a table of its records: one for each value, a dictionary's in its place.

import type { ScalarType } from '../record/record.ts'
import { type ShapeNode, treeOf } from './field-tree.ts'
import type { Shape } from './shape.ts'

export interface ShapeColumn {
  /** The path of the value. */
  name: string
  type: ScalarType | 'json'
}

export function shapeColumns(shape: Shape): ShapeColumn[] {
  return columnsBelow(treeOf(shape), '')
}

function columnsBelow({ fields }: ShapeNode, way: string): ShapeColumn[] {
  return fields.flatMap((field) => {
    const name = way + field.name
    const { isArray, found } = field
    if (isArray) return [{ name, type: 'json' as const }]
    const isValue = found.type !== undefined || !found.objects
    const own = isValue ? [{ name, type: found.type ?? ('text' as const) }] : []
    return [...own, ...columnsBelow(field, `${name}/`)]
  })
}
