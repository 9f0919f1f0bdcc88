// Turns a shape into what it says of the mapping: which fields are arrays, and what their texts are.

import type { Mapping } from '../mapping/mapping.ts'
import type { ScalarType } from '../record/record.ts'
import { type Dictionary, set } from '../record/record.ts'
import type { Shape } from './shape.ts'

/** Text is what a value is anyway; it is named where `types` would guess. */
export function shapeMapping({ record, fields }: Shape, isGuessed = false): Mapping {
  const array = fields.filter((field) => field.array).map(({ path }) => path)
  const typed: Dictionary = {}
  for (const { path, type } of [{ ...record, path: '' }, ...fields]) {
    if (type !== undefined && (type !== 'text' || isGuessed)) set(typed, path, type)
  }
  return {
    ...(array.length > 0 && { array }),
    ...(Object.keys(typed).length > 0 && { typed: typed as Record<string, ScalarType> }),
  }
}
