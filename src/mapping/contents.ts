// Turns the tree of an element into a record in the usual form, with what a mapping says of its content.

import { type Dictionary, PREFIX, set, TEXT_KEY, trimmed, type Value } from '../record/record.ts'
import { type Element, isElement, textIn } from './element.ts'
import { innerXml } from './inner-xml.ts'
import { join } from './join.ts'
import type { Place, Places } from './mapped-path.ts'
import type { Mapping } from './mapping.ts'
import { isDeclaration, type Naming } from './naming.ts'
import { prefixIn } from './tree-builder.ts'

export class Contents {
  readonly #naming: Naming
  readonly #places: Places
  readonly #keepsSpace: boolean
  readonly #isOrdered: boolean
  readonly #isBadgerfish: boolean

  constructor(mapping: Mapping, naming: Naming, places: Places) {
    this.#naming = naming
    this.#places = places
    this.#keepsSpace = mapping.keepSpace ?? false
    this.#isOrdered = mapping.ordered ?? false
    this.#isBadgerfish = mapping.dialect === 'badgerfish'
  }

  of(
    element: Element,
    place: Place = this.#places.root,
    scope: Element['scope'] = element.scope,
  ): Value {
    if (place.isInner) return this.#trimmed(innerXml(element)) || null
    if (place.isText) return this.#trimmed(textIn(element)) || null
    const dictionary: Dictionary = {}
    const inScope = this.#isBadgerfish ? this.#addScope(dictionary, element, scope) : undefined
    for (const [name, value] of element.attributes) {
      const isSaid = this.#naming.leavesOut(name, value) || (inScope && isDeclaration(name))
      if (!isSaid) join(dictionary, PREFIX + this.#naming.of(name), value)
    }
    const children = element.content.filter(isElement)
    const text = this.text(element, children.length > 0)
    const isMixed = this.#isOrdered && text !== '' && children.length > 0
    const entryOf = (child: Element) => {
      const name = this.#naming.of(child.name)
      return [name, this.of(child, this.#places.below(place, name), inScope)] as const
    }
    if (!isMixed) addAll(dictionary, children.map(entryOf))
    const isBare = !this.#isBadgerfish && Object.keys(dictionary).length === 0
    if (isMixed) {
      dictionary[TEXT_KEY] = this.inOrder(element).map((part) => {
        if (typeof part === 'string') return part
        const one: Dictionary = {}
        set(one, ...entryOf(part))
        return one
      })
    } else if (text !== '') {
      if (isBare) return text
      dictionary[TEXT_KEY] = text
    } else if (isBare) return null
    return dictionary
  }

  /** The text of an element itself; white space alone is none beside children. */
  text({ content }: Element, hasChildren: boolean): string {
    const text = content.filter((part) => typeof part === 'string').join('')
    return hasChildren && trimmed(text) === '' ? '' : this.#trimmed(text)
  }

  /** The texts and children of an element, without the space at both ends; no texts if all of them are space. */
  inOrder(element: Element): (string | Element)[] {
    const parts: (string | Element)[] = []
    for (const part of element.content) {
      const last = parts.at(-1)
      if (typeof part === 'string' && typeof last === 'string')
        parts[parts.length - 1] = last + part
      else if (typeof part === 'string' || isElement(part)) parts.push(part)
    }
    const children = parts.filter((part) => typeof part !== 'string')
    if (this.text(element, children.length > 0) === '') return children
    if (this.#keepsSpace) return parts
    const [first, last] = [parts[0], parts.at(-1)]
    if (typeof first === 'string') parts[0] = first.replace(/^[ \t\r\n]+/, '')
    if (typeof last === 'string') parts[parts.length - 1] = withoutEnd(parts.at(-1) as string)
    return parts.filter((part) => part !== '')
  }

  #trimmed(text: string): string {
    return this.#keepsSpace ? text : trimmed(text)
  }

  /** Badgerfish: the namespaces in scope are said in every element. */
  #addScope(
    dictionary: Dictionary,
    { attributes }: Element,
    around: ReadonlyMap<string, string> = new Map(),
  ): ReadonlyMap<string, string> {
    const declared = attributes.filter(([name]) => isDeclaration(name))
    const scope = new Map(around)
    for (const [name, uri] of declared) {
      if (uri === '') scope.delete(prefixIn(name))
      else scope.set(prefixIn(name), uri)
    }
    const said: Dictionary = {}
    for (const [prefix, uri] of scope) set(said, prefix === '' ? '$' : prefix, uri)
    if (scope.size > 0) set(dictionary, '@xmlns', said)
    return scope
  }
}

function addAll(dictionary: Dictionary, entries: (readonly [string, Value])[]): void {
  for (const [name, value] of entries) join(dictionary, name, value)
}

function withoutEnd(text: string): string {
  return trimmed(`x${text}`).slice(1)
}
