// Remembers which namespaces the prefixes of names stand for in the documents that are read.

export class Prefixes {
  /** Whether somebody will ask: nothing is remembered if not. */
  isAsked = false
  readonly #uris = new Map<string, string | undefined>()

  /** Takes a name as it is written, and its namespace. */
  see(qualified: string, uri: string): void {
    if (!this.isAsked) return
    const colon = qualified.indexOf(':')
    if (colon < 0 || uri === '') return
    const prefix = qualified.slice(0, colon)
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
