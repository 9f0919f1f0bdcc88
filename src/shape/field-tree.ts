// Turns the list of a shape's fields into a tree, with what a record has of each.

import { PREFIX, TEXT_KEY } from '../record/record.ts'
import type { FieldShape, Found, Shape } from './shape.ts'

export interface ShapeNode {
  /** The name of the field; '' for the record. */
  name: string
  found: Found
  isArray: boolean
  /** Whether every dictionary that could have the field has it. */
  isAlways: boolean
  /** Whether its text, if there is none, is '' and not null. */
  isPlain: boolean
  fields: ShapeNode[]
}

/** The record, as a field without a name. */
export function treeOf({ record, fields }: Shape): ShapeNode {
  const root: ShapeNode = {
    name: '',
    found: record,
    isArray: false,
    isAlways: true,
    isPlain: false,
    fields: [],
  }
  const known = new Map<string, ShapeNode>([['', root]])
  for (const field of fields) {
    const slash = field.path.lastIndexOf('/')
    const around = known.get(slash < 0 ? '' : field.path.slice(0, slash))
    if (!around) continue // its element was taken out of the file
    const node = nodeOf(field, field.path.slice(slash + 1), around.found.objects ?? 0)
    known.set(field.path, node)
    around.fields.push(node)
  }
  return root
}

function nodeOf(found: FieldShape, name: string, objects: number): ShapeNode {
  return {
    name,
    found,
    isArray: found.array === true,
    isAlways: found.parents === objects,
    isPlain: name === TEXT_KEY || name.startsWith(PREFIX),
    fields: [],
  }
}
