// Builds records of a mapping that looks at the document: from the tree of an element to its value.

import type { Name } from '../engine/tape.ts'
import type { Value } from '../record/record.ts'
import type { Builder } from './collect.ts'
import type { Element } from './element.ts'
import { isDeclaration } from './naming.ts'

/** Holds the tree of one record. */
export class TreeBuilder implements Builder {
  /** How many elements of the record are open. */
  depth = 0
  readonly #open: Element[] = []
  readonly #toValue: (element: Element) => Value
  readonly #scopes: Map<string, string>[] | undefined // of the elements around the record

  constructor(toValue: (element: Element) => Value, keepsScope: boolean) {
    this.#toValue = toValue
    if (keepsScope) this.#scopes = [new Map()]
  }

  /** Begins an element around records. */
  enter(): void {
    this.#scopes?.push(this.#scopes.at(-1) as Map<string, string>)
  }

  /** Takes an attribute of an element around records. */
  declare(name: Name, value: string): void {
    if (!this.#scopes || !isDeclaration(name)) return
    const scope = new Map(this.#scopes.pop())
    if (value === '') scope.delete(prefixIn(name))
    else scope.set(prefixIn(name), value)
    this.#scopes.push(scope)
  }

  leave(): void {
    this.#scopes?.pop()
  }

  start(name: Name): void {
    const element: Element = { name, attributes: [], content: [] }
    this.#open[this.depth - 1]?.content.push(element)
    this.#open[this.depth++] = element
  }

  attribute(name: Name, value: string): void {
    this.#innermost.attributes.push([name, value])
  }

  text(text: string): void {
    const { content } = this.#innermost
    const last = content.at(-1)
    if (typeof last === 'string') content[content.length - 1] = last + text
    else if (text !== '') content.push(text)
  }

  instruction(target: string, data: string): void {
    this.#innermost.content.push({ target, data })
  }

  end(): Value {
    const element = this.#innermost
    this.depth--
    this.#open.length = this.depth
    if (this.depth > 0) return null
    const scope = this.#scopes?.at(-1)
    return this.#toValue(scope ? { ...element, scope } : element)
  }

  get #innermost(): Element {
    return this.#open[this.depth - 1] as Element
  }
}

/** The prefix that a declaration declares, '' for the default namespace. */
export function prefixIn({ qualified }: Name): string {
  return qualified.slice('xmlns:'.length)
}
