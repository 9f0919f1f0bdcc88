// Turns references to entities into what they mean: text to parse, a fault, the text of an attribute, or unknown.

import { type Attribute, AttributeText } from './attribute-text.ts'
import { type Doctype, DoctypeFault, type Entity } from './doctype.ts'
import type { Outside } from './outside.ts'
import { PREDEFINED } from './predefined.ts'

/** What a reference in content means. */
export type Resolution =
  /** Text to be parsed as content; plain if there is nothing in it to parse, line ends included. */
  | { kind: 'text'; text: string; isPlain: boolean }
  /** The entity is not known, and that is no fault: this text stands for the reference. */
  | { kind: 'unknown'; text: string }
  | { kind: 'fault'; fact: string }

/** What a document type declaration says about entities. */
export type Declared = Pick<Doctype, 'entities' | 'hidden' | 'isPartial'>

export interface EntitiesOptions {
  isStandalone: boolean
  outside: Outside
}

export class Entities {
  readonly #doctype: Declared | undefined
  readonly #options: EntitiesOptions
  readonly #expanded = new Map(PREDEFINED)

  /** The declaration may still be being read: entities may come, but none may go or change. */
  constructor(doctype: Declared | undefined, options: EntitiesOptions) {
    this.#doctype = doctype
    this.#options = options
  }

  /** What `&name;` means in content; the caller notices an entity that is in itself. */
  resolve(name: string): Resolution {
    const character = PREDEFINED.get(name)
    if (character !== undefined) return { kind: 'text', text: character, isPlain: true }
    return this.#resolve(name)
  }

  /**
   * What `&name;` means in the value of an attribute: references are resolved, white space is normalised.
   *
   * @throws DoctypeFault with the place of the attribute
   */
  inAttribute(name: string, attribute: Attribute): string {
    const textOf = (inner: string) => this.#textIn(inner, attribute)
    const placeholderFor = (inner: string) => this.#options.outside.placeholderFor(inner)
    return new AttributeText({ known: this.#expanded, textOf, placeholderFor, attribute }).of(name)
  }

  /**
   * What `&name;` means in content if there is no markup in it: references are resolved.
   *
   * @throws DoctypeFault if there is, too
   */
  inText(name: string, attribute: Attribute): string {
    const textOf = (inner: string) => {
      const resolution = this.resolve(inner)
      if (resolution.kind === 'fault') throw new DoctypeFault(resolution.fact, attribute.at)
      return resolution.kind === 'text' ? resolution.text : undefined
    }
    const placeholderFor = (inner: string) => this.#options.outside.placeholderFor(inner)
    const how = { known: this.#expanded, textOf, placeholderFor, attribute }
    return new AttributeText({ ...how, isContent: true }).of(name)
  }

  #resolve(name: string): Resolution {
    const { isStandalone } = this.#options
    const reference = `"&${name};"`
    const entity = this.#find(name)
    if (entity === undefined) {
      if (isStandalone || !this.#doctype?.isPartial) {
        return { kind: 'fault', fact: `entity not declared: ${reference}` }
      }
      return this.#unknown(name, 'entity declared outside the document')
    }
    if (isStandalone && this.#doctype?.hidden.has(name)) {
      const fact = `entity declared in a parameter entity of a standalone document: ${reference}`
      return { kind: 'fault', fact }
    }
    if (entity.kind === 'unparsed') {
      return { kind: 'fault', fact: `entity is data, not text: ${reference}` }
    }
    if (entity.kind === 'external') return this.#unknown(name, 'external entity not read')
    return { kind: 'text', text: entity.text, isPlain: !/[<&\r]|\]\]>/.test(entity.text) }
  }

  /** The first declaration: the document's own, then those that the user has named. */
  #find(name: string): Entity | undefined {
    const { outside } = this.#options
    const declared = this.#doctype?.entities.get(name) ?? outside.declarations?.entities.get(name)
    if (declared !== undefined) return declared
    const text = outside.known(name)
    return text === undefined ? undefined : { kind: 'text', text }
  }

  #unknown(name: string, fact: string): Resolution {
    const { outside } = this.#options
    return outside.policy === 'strict'
      ? { kind: 'fault', fact: `${fact}: "&${name};"` }
      : { kind: 'unknown', text: outside.placeholderFor(name) }
  }

  #textIn(name: string, attribute: Attribute): string | undefined {
    const resolution = this.resolve(name)
    if (resolution.kind === 'text') return resolution.text
    if (this.#find(name)?.kind === 'external') {
      const fact = `external entity in the value of an attribute: "&${name};"`
      throw new DoctypeFault(fact, attribute.at)
    }
    if (resolution.kind === 'fault') throw new DoctypeFault(resolution.fact, attribute.at)
    return undefined
  }
}
