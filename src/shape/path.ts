// Provides a path in records, as `author/name` or `@id`, with all that was found at it.

import { Values } from './values.ts'

export class Path {
  /** The name of the field, without those on the way to it. */
  readonly name: string
  readonly below: Map<number, Path> = new Map()
  /** Its text, of an element without attributes and children: with them it has a path of its own. */
  readonly values: Values = new Values()
  count = 0
  /** How many of them are empty elements. */
  empty = 0
  /** How many have fields. */
  objects = 0
  /** In how many records, and in how many of the elements around it. */
  records = 0
  parents = 0
  /** The most in one element. */
  most = 0
  #record = -1
  #parent = -1
  #inParent = 0

  constructor(name: string) {
    this.name = name
  }

  /** Counts one, in the record and the element of these numbers. */
  add(record: number, parent: number): void {
    this.count++
    if (record !== this.#record) {
      this.#record = record
      this.records++
    }
    if (parent !== this.#parent) {
      this.#parent = parent
      this.#inParent = 0
      this.parents++
    }
    if (++this.#inParent > this.most) this.most = this.#inParent
  }

  /** Takes back that it is in a record and in elements which have not ended. */
  retract(record: number, parents: ReadonlySet<number>): void {
    if (this.#record === record) this.records--
    if (parents.has(this.#parent)) this.parents--
    for (const path of this.below.values()) path.retract(record, parents)
  }
}
