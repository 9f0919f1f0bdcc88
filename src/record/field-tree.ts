// Turns the fields that a program needs into a tree of names, a node for each, in the numbers of the kernel.

import type { Field } from './field.ts'
import { PREFIX, TEXT_KEY } from './record.ts'

/** The record itself. */
export const ROOT = 0

export class FieldTree {
  /** By node: the nodes below it, as bits. */
  readonly children: number[] = [0]
  /** By node: the node of its text, or -1. */
  readonly texts: number[] = [-1]
  /** By name: the nodes that an element of this name may be, as bits. */
  readonly elements: Map<string, number> = new Map()
  readonly #attributes = new Map<string, number>()
  readonly #prefix: string | undefined
  readonly #nodes = new Map<string, number>([['', ROOT]])

  /** `prefix` stands before the names of attributes; without one they are no fields. */
  constructor(prefix: string | undefined = PREFIX) {
    this.#prefix = prefix
  }

  /** The nodes that an attribute of this name may be, as bits: those of a child if it is taken for one. */
  attribute(name: string): number {
    const prefix = this.#prefix
    if (prefix === undefined) return 0
    return (prefix === PREFIX ? this.#attributes : this.elements).get(prefix + name) ?? 0
  }

  /** The node of a field, grown if there is none. */
  node(field: Field): number {
    let node = ROOT
    let path = ''
    for (const name of field) {
      path += `/${name}`
      node = this.#nodes.get(path) ?? this.#grow(node, name, path)
    }
    return node
  }

  /** The node of a field, if the program needs it. */
  find(field: Field): number | undefined {
    return this.#nodes.get(field.map((name) => `/${name}`).join(''))
  }

  #grow(parent: number, name: string, path: string): number {
    const node = this.children.push(0) - 1
    this.texts.push(-1)
    this.#nodes.set(path, node)
    if (name === TEXT_KEY) {
      this.texts[parent] = node
      return node
    }
    this.children[parent] = (this.children[parent] ?? 0) | (1 << node)
    const isAttribute = this.#prefix === PREFIX && name.startsWith(PREFIX)
    const named = isAttribute ? this.#attributes : this.elements
    named.set(name, (named.get(name) ?? 0) | (1 << node))
    return node
  }
}
