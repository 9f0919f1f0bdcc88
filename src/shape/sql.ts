// Turns a shape into a table for the records that are read with it: a column a field, nested ones as JSON.

import { TEXT_KEY } from '../record/record.ts'
import type { SqlType } from '../record/writing.ts'
import { type ShapeNode, treeOf } from './field-tree.ts'
import type { Shape } from './shape.ts'

const LARGEST = 2 ** 31 - 1 // of an INTEGER in most databases

export function sql(shape: Shape, title: string): string {
  const tree = treeOf(shape)
  const { objects = 0, count, kinds } = tree.found
  const isAlways = objects === count // or no field is in every record
  const fields = tree.fields.map((field) => ({ ...field, isAlways: field.isAlways && isAlways }))
  const hasText = fields.some(({ name }) => name === TEXT_KEY)
  const own =
    kinds && !hasText
      ? [{ ...tree, name: TEXT_KEY, fields: [], isAlways: count === ownTexts(tree) }]
      : []
  const taken = new Set<string>()
  const columns = [...fields, ...own].map((field) => columnOf(field, taken))
  if (columns.length === 0) columns.push(`  ${quoted(TEXT_KEY)} TEXT`)
  return `CREATE TABLE ${quoted(title)} (\n${columns.join(',\n')}\n);\n`
}

function ownTexts({ found }: ShapeNode): number {
  return found.count - (found.empty ?? 0) - (found.objects ?? 0)
}

function columnOf(field: ShapeNode, taken: Set<string>): string {
  const { isAlways, isPlain, found } = field
  const isNever = isAlways && (isPlain || !found.empty)
  return `  ${quoted(freeName(field.name, taken))} ${typeOf(field)}${isNever ? ' NOT NULL' : ''}`
}

/** To databases `Id` and `id` are the same name: the second becomes `id_2`. */
function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name}_${n}`
  taken.add(free.toLowerCase())
  return free
}

export function typeOf({ found, isArray, isPlain, name }: ShapeNode): SqlType {
  if (name !== '' && (isArray || found.objects)) return 'JSON'
  if (isPlain && found.empty) return 'TEXT' // '' is no number
  switch (found.type) {
    case 'integer':
      return Math.max(Math.abs(Number(found.min)), Math.abs(Number(found.max))) > LARGEST
        ? 'BIGINT'
        : 'INTEGER'
    case 'number':
      return 'DOUBLE PRECISION'
    case 'boolean':
      return 'BOOLEAN'
    default:
      return dateType(Object.keys(found.kinds ?? {}))
  }
}

function dateType([kind, ...others]: string[]): SqlType {
  if (others.length > 0) return 'TEXT'
  if (kind === 'date') return 'DATE'
  if (kind === 'datetime') return 'TIMESTAMP WITH TIME ZONE'
  return kind === 'datetime-local' ? 'TIMESTAMP' : 'TEXT'
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
