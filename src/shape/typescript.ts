// Turns a shape into the TypeScript type of the records that are read with it.

import { type ShapeNode, treeOf } from './field-tree.ts'
import type { Shape } from './shape.ts'

export function typescript(shape: Shape, title: string): string {
  const name = typeName(title)
  const tree = treeOf(shape)
  const { empty, kinds, objects } = tree.found
  const type = unionOf(tree, '')
  if (objects && !empty && !kinds) return `export interface ${name} ${type}\n`
  return `export type ${name} = ${type}\n`
}

function typeName(title: string): string {
  const words = title.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  // the language has a Record of its own
  return /^\p{L}/u.test(name) && name !== 'Record' ? name : `Xml${name}`
}

function unionOf(node: ShapeNode, indent: string): string {
  const { found, isPlain } = node
  const choices: string[] = []
  if (found.objects) choices.push(dictionaryOf(node, indent))
  if (found.type !== undefined && found.kinds) choices.push(TYPES[found.type])
  const isSaid = isPlain && choices.includes('string')
  if (found.empty && !isSaid) choices.push(isPlain ? "''" : 'null')
  return choices.length === 0 ? 'unknown' : choices.join(' | ')
}

function dictionaryOf({ fields }: ShapeNode, indent: string): string {
  const inner = `${indent}  `
  const lines = fields.map((field) => {
    const value = unionOf(field, inner)
    const type = !field.isArray ? value : / \| /.test(value) ? `(${value})[]` : `${value}[]`
    return `${inner}${key(field.name)}${field.isAlways ? '' : '?'}: ${type}\n`
  })
  return `{\n${lines.join('')}${indent}}`
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
}

const TYPES = { text: 'string', integer: 'number', number: 'number', boolean: 'boolean' } as const
