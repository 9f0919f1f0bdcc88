// Turns a shape into the JSON Schema of the records that are read with it.

import { type Dictionary, set } from '../record/record.ts'
import { type ShapeNode, treeOf } from './field-tree.ts'
import type { Found, Shape } from './shape.ts'

/** Of draft 2020-12. What was not found is not allowed. */
export function jsonSchema(shape: Shape, title: string): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    ...schemaOf(treeOf(shape)),
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

function fieldOf(node: ShapeNode): Dictionary {
  const value = schemaOf(node)
  return node.isArray ? { type: 'array', items: value } : value
}

/** A value at a place: a dictionary, a text or nothing, as they were found. */
function schemaOf(node: ShapeNode): Dictionary {
  const { found, isPlain } = node
  const choices: Dictionary[] = []
  if (found.objects) choices.push(dictionaryOf(node))
  if (found.type !== undefined && found.kinds) choices.push(scalarOf(found))
  if (found.empty) choices.push(isPlain ? { const: '' } : { type: 'null' })
  const [first = {}, ...others] = choices
  return others.length === 0 ? first : { anyOf: choices }
}

function dictionaryOf({ fields }: ShapeNode): Dictionary {
  const properties: Dictionary = {}
  for (const field of fields) set(properties, field.name, fieldOf(field))
  const required = fields.filter(({ isAlways }) => isAlways).map(({ name }) => name)
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  }
}

function scalarOf({ type, kinds = {} }: Found): Dictionary {
  if (type !== undefined && type !== 'text') return { type }
  const [kind, ...others] = Object.keys(kinds)
  const format = others.length === 0 ? FORMATS[kind as string] : undefined
  return { type: 'string', ...(format !== undefined && { format }) }
}

const FORMATS: Record<string, string> = { date: 'date', datetime: 'date-time' }
