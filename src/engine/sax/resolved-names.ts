// Turns the names of elements and attributes, as written, into names on the tape.

import type { Limits } from '../limits.ts'
import type { Name } from '../tape.ts'
import { Names } from './names.ts'
import { Namespaces } from './namespaces.ts'

/** How names that are not allowed are reported. */
export interface Refusals {
  /** Throws, unless the fault is to be survived. */
  refuse(fact: string): void
  beyond(limit: keyof Limits): Error
}

export class QualifiedNames {
  readonly all: Names = new Names()
  readonly #namespaces: Namespaces | undefined // without, a colon is an ordinary character
  readonly #limits: Limits
  readonly #refusals: Refusals
  #length = 0 // bytes of all different names

  constructor(hasNamespaces: boolean, limits: Limits, refusals: Refusals) {
    this.#namespaces = hasNamespaces ? new Namespaces() : undefined
    this.#limits = limits
    this.#refusals = refusals
  }

  nameAt(index: number): string {
    return this.all.list[index]?.qualified ?? ''
  }

  /** Binds a prefix if the attribute, one of the element at `depth`, does so. */
  declare({ name, value }: { name: string; value: string }, depth: number): void {
    const prefix = this.#namespaces && /^xmlns(?::|$)(.*)/.exec(name)?.[1]
    if (prefix === undefined) return
    const fact = this.#namespaces?.declare(prefix, value, depth)
    if (fact) this.#refusals.refuse(fact)
  }

  /** Forgets what the element at `depth` declared. */
  leave(depth: number): void {
    this.#namespaces?.leave(depth)
  }

  element(qualified: string): number {
    return this.indexOf(qualified, this.#uriOf(qualified))
  }

  /** An attribute without a prefix is in no namespace; two prefixes may mean the same one. */
  attribute(qualified: string, others: Set<string>): number {
    const colon = this.#namespaces ? qualified.indexOf(':') : -1
    if (colon < 0) return this.indexOf(qualified, '')
    const uri = this.#uriOf(qualified)
    const expanded = `{${uri}}${qualified.slice(colon + 1)}`
    if (others.has(expanded)) {
      this.#refusals.refuse(`attribute repeated in its namespace: "${qualified}"`)
    }
    others.add(expanded)
    return this.indexOf(qualified, uri)
  }

  indexOf(qualified: string, uri: string): number {
    const known = this.all.list.length
    const index = this.all.indexOf(qualified, uri)
    if (index < known) return index
    const length = Buffer.byteLength(qualified)
    this.#length += length
    if (length > this.#limits.name) throw this.#refusals.beyond('name')
    if (this.#length > this.#limits.names) throw this.#refusals.beyond('names')
    return index
  }

  #uriOf(qualified: string): Name['uri'] {
    const colon = qualified.indexOf(':')
    const prefix = colon < 0 ? '' : qualified.slice(0, colon)
    const uri = this.#namespaces ? this.#namespaces.uri(prefix) : ''
    if (uri === undefined) {
      this.#refusals.refuse(`prefix not declared: "${prefix}" in "${qualified}"`)
    }
    return uri ?? ''
  }
}
