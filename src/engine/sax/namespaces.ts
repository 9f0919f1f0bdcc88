// Provides the namespaces in scope: which prefix means which URI, element by element.

const XML = 'http://www.w3.org/XML/1998/namespace'
const XMLNS = 'http://www.w3.org/2000/xmlns/'

export class Namespaces {
  readonly #uris = new Map<string, string | undefined>([
    ['', ''],
    ['xml', XML],
    ['xmlns', XMLNS],
  ])
  readonly #hidden: { depth: number; prefix: string; uri: string | undefined }[] = []

  /**
   * Binds a prefix ('' for the default namespace) for the element at `depth` and what is in it; answers with
   * the fact if it may not be.
   */
  declare(prefix: string, uri: string, depth: number): string | undefined {
    if (prefix === 'xmlns' || uri === XMLNS || (prefix === 'xml') !== (uri === XML)) {
      return `namespace not allowed for ${prefix === '' ? 'the default' : `"${prefix}"`}: "${uri}"`
    }
    if (prefix !== '' && uri === '') return `namespace empty: xmlns:${prefix}=""`
    this.#hidden.push({ depth, prefix, uri: this.#uris.get(prefix) })
    this.#uris.set(prefix, uri)
    return undefined
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
