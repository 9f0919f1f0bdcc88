// Turns names into small numbers, each name once.

import type { Name } from '../tape.ts'

export class Names {
  readonly list: Name[] = []
  readonly #indexes = new Map<string, Map<string, number>>()

  /** The index of the name `qualified` in the namespace `uri`. */
  indexOf(qualified: string, uri: string): number {
    let namespace = this.#indexes.get(uri)
    if (namespace === undefined) {
      namespace = new Map()
      this.#indexes.set(uri, namespace)
    }
    const known = namespace.get(qualified)
    if (known !== undefined) return known
    const local = qualified.slice(qualified.indexOf(':') + 1)
    const index = this.list.push({ qualified, local, uri }) - 1
    namespace.set(qualified, index)
    return index
  }
}
