// Provides what is declared around a record: the namespaces of prefixes there, and of names that say more than that.

/** Namespaces by prefix; '' for the default namespace, which is '' too where there is none. */
export type Declarations = ReadonlyMap<string, string>

export class Scope {
  readonly declared: Declarations
  /** Whether the records that have it are known to be in it, and not in what an element between declares. */
  readonly isExact: boolean
  /** By name, where it is not exact: in which namespace it was met, undefined for several. */
  readonly #met = new Map<string, string | undefined>()

  constructor(declared: Declarations, isExact = true) {
    this.declared = declared
    this.isExact = isExact
  }

  /** Takes the name of an element or attribute as it is written, and its namespace; answers whether that is new. */
  meet(name: string, uri: string): boolean {
    if (this.isExact) return false
    const isMet = this.#met.has(name)
    const known = isMet ? this.#met.get(name) : uri
    this.#met.set(name, known === uri ? uri : undefined)
    return !isMet || (known !== undefined && known !== uri)
  }

  /** Whether a name was met in several namespaces, so that it is unknown in which it is here. */
  isUnsure(name: string): boolean {
    return this.#met.has(name) && this.#met.get(name) === undefined
  }

  /** The namespace of a prefix, where this name has it; undefined if it is not declared. */
  uriOf(prefix: string, name: string): string | undefined {
    const declared = this.declared.get(prefix) ?? (prefix === '' ? '' : undefined)
    return this.#met.get(name) ?? declared
  }
}
