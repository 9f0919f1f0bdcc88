// Provides the namespaces in scope: which prefix means which URI, element by element.

const ALWAYS: [string, string][] = [
  ['', ''],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
  ['xmlns', 'http://www.w3.org/2000/xmlns/'],
]

export class Namespaces {
  readonly #uris = new Map<string, string | undefined>(ALWAYS)
  readonly #hidden: { depth: number; prefix: string; uri: string | undefined }[] = []

  /** Binds a prefix ('' for the default namespace) for the element at `depth` and what is in it. */
  declare(prefix: string, uri: string, depth: number): void {
    this.#hidden.push({ depth, prefix, uri: this.#uris.get(prefix) })
    this.#uris.set(prefix, uri)
  }

  /** Forgets what the element at `depth` declared. */
  leave(depth: number): void {
    let last = this.#hidden.at(-1)
    while (last?.depth === depth) {
      this.#uris.set(last.prefix, last.uri)
      this.#hidden.pop()
      last = this.#hidden.at(-1)
    }
  }

  uri(prefix: string): string | undefined {
    return this.#uris.get(prefix)
  }
}
