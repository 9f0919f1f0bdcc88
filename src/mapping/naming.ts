// Turns names of elements and attributes into those that a mapping gives them.

import type { Name } from '../engine/tape.ts'
import type { Mapping } from './mapping.ts'

export class Naming {
  readonly #namespaces: NonNullable<Mapping['namespaces']>
  readonly #prefixes: Map<string, string>
  readonly #known = new WeakMap<Name, string>()

  constructor({ namespaces = 'keep', prefixes = {} }: Mapping) {
    this.#namespaces = namespaces
    this.#prefixes = new Map(Object.entries(prefixes))
  }

  of(name: Name): string {
    let found = this.#known.get(name)
    if (found === undefined) {
      found = this.#written(name)
      this.#known.set(name, found)
    }
    return found
  }

  /** Whether an attribute says what a prefix means that is not written any more. */
  leavesOut(name: Name, value: string): boolean {
    if (!isDeclaration(name)) return false
    return this.#namespaces !== 'keep' || this.#prefixes.has(value)
  }

  #written({ qualified, uri }: Name): string {
    const local = qualified.slice(qualified.indexOf(':') + 1)
    const prefix = this.#prefixes.get(uri)
    if (prefix !== undefined) return prefix === '' ? local : `${prefix}:${local}`
    if (this.#namespaces === 'keep' || uri === XMLNS) return qualified
    if (this.#namespaces === 'strip') return local
    return uri === '' ? local : `{${uri}}${local}`
  }
}

export const XMLNS = 'http://www.w3.org/2000/xmlns/'

/** Whether an attribute declares a namespace. */
export function isDeclaration({ qualified }: Name): boolean {
  return qualified === 'xmlns' || qualified.startsWith('xmlns:')
}
