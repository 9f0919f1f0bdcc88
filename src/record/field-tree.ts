// Turns the fields that a program needs into a tree of names, a node for each, in the numbers of the kernel.

import type { Field } from './field.ts'
import { TEXT_KEY } from './record.ts'

/** The record itself. */
export const ROOT = 0

export class FieldTree {
  /** By node: the nodes below it, as bits. */
  readonly children: number[] = [0]
  /** By node: the node of its text, or -1. */
  readonly texts: number[] = [-1]
  /** By name: the nodes that an element of this name may be, as bits. */
  readonly elements: Map<string, number> = new Map()
  /** The same for attributes, by their names without the `@`. */
  readonly attributes: Map<string, number> = new Map()
  readonly #nodes = new Map<string, number>([['', ROOT]])

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
    const isAttribute = name.startsWith('@')
    const named = isAttribute ? this.attributes : this.elements
    const local = isAttribute ? name.slice(1) : name
    named.set(local, (named.get(local) ?? 0) | (1 << node))
    return node
  }
}
