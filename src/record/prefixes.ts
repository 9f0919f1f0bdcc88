// Remembers which namespaces the prefixes of names stand for in the documents that are read.

export class Prefixes {
  /** Whether somebody will ask: nothing is remembered if not. */
  isAsked = false
  /** The namespace of names without a prefix, as the root of the document has it; '' for none. */
  byDefault = ''
  readonly #uris = new Map<string, string | undefined>()
  readonly #hasDefault: boolean
  #isRoot = false

  /** `hasDefault` says whether records have names as in the document, and its root is around them; `given` has other prefixes. */
  constructor(hasDefault = true, given: readonly [uri: string, prefix: string][] = []) {
    this.#hasDefault = hasDefault
    for (const [uri, prefix] of given) if (prefix !== '') this.#uris.set(prefix, uri)
  }

  /** Begins a document: the next name is that of its root. */
  begin(): void {
    this.#isRoot = this.#hasDefault
    this.byDefault = ''
  }

  /** Takes a name as it is written, and its namespace. */
  see(qualified: string, uri: string): void {
    if (!this.isAsked) return
    const colon = qualified.indexOf(':')
    if (this.#isRoot && colon < 0) this.byDefault = uri
    this.#isRoot = false
    if (colon >= 0) this.declare(qualified.slice(0, colon), uri)
  }

  /** Takes a prefix, and what it is declared to be. */
  declare(prefix: string, uri: string): void {
    if (!this.isAsked || prefix === '' || uri === '') return
    const known = this.#uris.has(prefix) ? this.#uris.get(prefix) : uri
    this.#uris.set(prefix, known === uri ? uri : undefined)
  }

  /** The namespace of a prefix; undefined if it was not met, or stands for several. */
  uriOf(prefix: string): string | undefined {
    return this.#uris.get(prefix)
  }

  /** All that stand for one. */
  *known(): Generator<[prefix: string, uri: string]> {
    for (const [prefix, uri] of this.#uris) if (uri !== undefined) yield [prefix, uri]
  }
}
