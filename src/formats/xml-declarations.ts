// Decides where namespaces are declared in XML that is written: at the root, or in a record that needs another there.

import { OutputError } from '../core/errors.ts'
import type { Scope } from '../record/scope.ts'
import type { Scopes } from '../record/scopes.ts'
import { knownPrefixOf, prefixOf } from './xml-names.ts'
import { inQuotes } from './xml-text.ts'

/** Whether an element around, in the record, declares a prefix; '' for the default namespace. */
export type IsDeclared = (prefix: string) => boolean

export const isNotDeclared: IsDeclared = () => false

const RESERVED = ['xml', 'xmlns']

export class XmlDeclarations {
  readonly #given: Readonly<Record<string, string>>
  readonly #scopes: Scopes | undefined
  /** What the root element declares; undefined before the first record. */
  #root: Map<string, string> | undefined
  /** Around the record: undefined for one that stages make, which is in no namespace. */
  #scope: Scope | undefined
  /** What the record needs beside what the root declares. */
  readonly #needed = new Map<string, string>()
  /** The namespace of names without a prefix in the record, as soon as one says it. */
  #default: string | undefined
  /** A name of which that is not known, and one whose prefix is not known. */
  #unsure: string | undefined
  #unsurePrefixed: string | undefined

  constructor(given: Readonly<Record<string, string>>, scopes: Scopes | undefined) {
    this.#given = given
    this.#scopes = scopes
  }

  /** Begins a record. */
  begin(scope: Scope | undefined): void {
    this.#root ??= this.#known(scope)
    this.#scope = scope
    this.#needed.clear()
    this.#default = undefined
    this.#unsure = undefined
    this.#unsurePrefixed = undefined
  }

  /** Takes the name of an element. @throws OutputError for one that XML does not allow, or whose prefix is declared nowhere. */
  element(name: string, field: string, isDeclared: IsDeclared): void {
    const prefix = prefixOf(name, field)
    if (prefix !== '') this.#prefixed(prefix, name, field, isDeclared)
    else if (this.#default === undefined && !isDeclared('')) {
      if (this.#scope?.isUnsure(name)) this.#unsure ??= name
      else this.#default = this.#scope?.uriOf('', name) ?? ''
    }
  }

  /** Takes the name of an attribute: without a prefix it is in no namespace. */
  attribute(name: string, field: string, isDeclared: IsDeclared): void {
    const prefix = prefixOf(name, field)
    if (prefix !== '') this.#prefixed(prefix, name, field, isDeclared)
  }

  /**
   * Whether the name of an element, or of an attribute, needs no declaration but those of the root, whichever names of the
   * kind are around it in a record of that scope.
   */
  isAtRoot(name: string, scope: Scope | undefined, isAttribute: boolean): boolean {
    const prefix = knownPrefixOf(name)
    if (prefix === undefined || (isAttribute && (name === 'xmlns' || prefix === 'xmlns')))
      return false
    if (prefix === '' && isAttribute) return true
    if (RESERVED.includes(prefix) || Object.hasOwn(this.#given, prefix)) return true
    if (scope?.isUnsure(name)) return false
    if (prefix === '') return (scope?.uriOf('', name) ?? '') === (this.#root?.get('') ?? '')
    const uri = scope?.uriOf(prefix, name) ?? this.#scopes?.uriOf(prefix)
    return uri !== undefined && this.#root?.get(prefix) === uri
  }

  /** What the root element declares, as it is written; the first record has been read. */
  ofRoot(): string {
    this.#root ??= this.#known(undefined)
    const byDefault = this.#default ?? this.#scope?.declared.get('') ?? ''
    if (byDefault !== '') this.#root.set('', byDefault)
    return written(this.#root)
  }

  /** What the record that was begun last declares itself, as it is written. */
  ofRecord(): string {
    const byDefault = this.#default ?? (this.#unsure && (this.#scope?.declared.get('') ?? ''))
    if (byDefault !== undefined && byDefault !== (this.#root?.get('') ?? '')) {
      this.#needed.set('', byDefault)
    }
    return written(this.#needed)
  }

  /** A name of the record whose namespace is not known for sure. */
  get unsure(): string | undefined {
    return this.#unsurePrefixed ?? (this.#default === undefined ? this.#unsure : undefined)
  }

  #prefixed(prefix: string, name: string, field: string, isDeclared: IsDeclared): void {
    if (isDeclared(prefix)) return
    if (RESERVED.includes(prefix) || Object.hasOwn(this.#given, prefix)) return
    const uri = this.#scope?.uriOf(prefix, name) ?? this.#scopes?.uriOf(prefix)
    if (this.#scope?.isUnsure(name)) this.#unsurePrefixed ??= name
    const needed = this.#needed.get(prefix)
    if (uri === undefined || (needed ?? uri) !== uri) {
      const isOfSeveral = needed !== undefined || this.#scopes?.hasSeveral(prefix)
      const fact = isOfSeveral ? 'stands for several namespaces' : 'is declared nowhere'
      throw new OutputError(
        `field ${JSON.stringify(field)}: its prefix ${fact}: --xml-prefix ${prefix}=URI ${isOfSeveral ? 'decides' : 'does that'}`,
      )
    }
    if (this.#root?.get(prefix) !== uri) this.#needed.set(prefix, uri)
  }

  /** What was asked for, and what names had when the first record came. */
  #known(scope: Scope | undefined): Map<string, string> {
    const uris = new Map([
      ...(this.#scopes?.known() ?? []),
      ...(scope?.declared ?? []),
      ...Object.entries(this.#given),
    ])
    for (const prefix of [...RESERVED, '']) uris.delete(prefix)
    return uris
  }
}

function written(uris: ReadonlyMap<string, string>): string {
  return Array.from(uris, ([prefix, uri]) => {
    return ` xmlns${prefix === '' ? '' : `:${prefix}`}="${inQuotes(uri)}"`
  }).join('')
}
