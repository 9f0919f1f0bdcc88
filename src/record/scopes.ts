// Remembers what is declared around the records of the documents that are read, and what prefixes stand for there.

import { type Declarations, Scope } from './scope.ts'

const NOWHERE: Declarations = new Map()

export class Scopes {
  /** Whether it will be asked for: nothing is remembered if not. */
  isAsked = false
  /** How often something was learned that may be another answer. */
  changes = 0
  /** Whether records have names as in the document. */
  readonly #isKept: boolean
  readonly #uris = new Map<string, string | undefined>()
  readonly #known: Scope[] = []
  readonly #ofRecords = new WeakMap<object, number>()
  readonly #numbers = new Map<string, number>()
  /** What the elements around the next record declare, each with those around it. */
  #around: Declarations[] = [NOWHERE]
  #number: number | undefined

  /** `given` has prefixes that a mapping gives. */
  constructor(isKept = true, given: readonly [uri: string, prefix: string][] = []) {
    this.#isKept = isKept
    for (const [uri, prefix] of given) if (prefix !== '') this.#uris.set(prefix, uri)
  }

  /** Begins a document. */
  begin(): void {
    this.#around = [NOWHERE]
    this.#number = undefined
  }

  /** Takes a name as it is written, and its namespace. */
  see(qualified: string, uri: string): void {
    if (!this.isAsked) return
    const colon = qualified.indexOf(':')
    if (colon >= 0) this.#learn(qualified.slice(0, colon), uri)
    const scope = this.#number === undefined ? undefined : this.#known[this.#number]
    if (scope?.meet(qualified, uri)) this.changes++
  }

  /** Walks into an element that is around records. */
  enter(): void {
    if (!this.isAsked) return
    this.#around.push(this.#around.at(-1) ?? NOWHERE)
  }

  /** Takes what that element declares. */
  declare(prefix: string, uri: string): void {
    if (!this.isAsked) return
    this.#learn(prefix, uri)
    const around = this.#around.pop() ?? NOWHERE
    this.#around.push(new Map(around).set(prefix, uri))
    this.#number = undefined
  }

  leave(): void {
    if (!this.isAsked) return
    if (this.#around.pop() !== this.#around.at(-1)) this.#number = undefined
  }

  /** Takes what the root declares, where `enter` and `leave` are not called: `isExact` says whether no other element is around a record. */
  root(declared: Declarations, isExact: boolean): void {
    if (!this.isAsked) return
    for (const [prefix, uri] of declared) this.#learn(prefix, uri)
    this.#number = this.#numberOf(declared, isExact)
  }

  /** The number of the scope in which the next record is, or the last was. */
  get number(): number {
    this.#number ??= this.#numberOf(this.#around.at(-1) ?? NOWHERE, true)
    return this.#number
  }

  /** The scope of a number, that of now if not given; undefined where records do not have the names of the document. */
  at(number: number = this.number): Scope | undefined {
    return this.#isKept ? this.#known[number] : undefined
  }

  /** Keeps in mind in which scope a record is that cannot say so itself. */
  keep(record: object): void {
    if (this.number > 0) this.#ofRecords.set(record, this.number)
  }

  /** The scope of a record that was kept in mind. */
  of(record: object): Scope | undefined {
    return this.at(this.#ofRecords.get(record) ?? 0)
  }

  /** The namespace of a prefix wherever it was met; undefined if it was not, or stands for several. */
  uriOf(prefix: string): string | undefined {
    return this.#uris.get(prefix)
  }

  /** Whether a prefix was met in several namespaces. */
  hasSeveral(prefix: string): boolean {
    return this.#uris.has(prefix) && this.#uris.get(prefix) === undefined
  }

  /** All that stand for one. */
  *known(): Generator<[prefix: string, uri: string]> {
    for (const [prefix, uri] of this.#uris) if (uri !== undefined) yield [prefix, uri]
  }

  #learn(prefix: string, uri: string): void {
    if (prefix === '' || uri === '') return
    const isKnown = this.#uris.has(prefix)
    const known = isKnown ? this.#uris.get(prefix) : uri
    this.#uris.set(prefix, known === uri ? uri : undefined)
    if (!isKnown || (known !== undefined && known !== uri)) this.changes++
  }

  #numberOf(declared: Declarations, isExact: boolean): number {
    const inOrder = [...declared].filter(([, uri]) => uri !== '').sort(byPrefix)
    const key = JSON.stringify([isExact, inOrder])
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.#known.length)
    return this.#known.push(new Scope(new Map(inOrder), isExact)) - 1
  }
}

function byPrefix([one]: [string, string], [other]: [string, string]): number {
  return one < other ? -1 : 1
}
