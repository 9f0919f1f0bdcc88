// Turns an entity into the text that it is in the value of an attribute, that of the entities in it included.

import { spaced } from './characters.ts'
import { DoctypeFault } from './doctype.ts'
import { ANY_NAMES, Reader } from './reader.ts'

/** The attribute that a reference is in. */
export interface Attribute {
  /** Where the reference is, for faults. */
  at: number
  /** Called with the number of characters added, an entity in an entity being one; throws when they are too many. */
  grow(characters: number): void
  /** Called with the name of each entity that is not declared. */
  meetUnknown(name: string): void
}

export interface AttributeTextOptions {
  /** What entities are, by name; grows by those that were read to their end. */
  known: Map<string, string>
  /** Answers with the text that replaces an entity, references in it not resolved; with nothing if it is unknown. */
  textOf: (name: string) => string | undefined
  /** Answers with what stands for the reference then. */
  placeholderFor: (name: string) => string
  attribute: Attribute
  /** Whether it is for content, where white space stays. */
  isContent?: boolean
}

export class AttributeText {
  readonly #of: AttributeTextOptions
  readonly #open: { name: string; reader: Reader; value: string }[] = [] // the innermost last
  readonly #names = new Set<string>() // of those
  #value = ''
  #isWhole = true // all was known

  constructor(options: AttributeTextOptions) {
    this.#of = options
  }

  /** The text of the entity, with spaces for any white space but that written by number. */
  of(name: string): string {
    this.#refer(name)
    for (let top = this.#open.at(-1); top !== undefined; top = this.#open.at(-1)) {
      if (top.reader.isAtEnd) this.#leave()
      else this.#readOn(top.name, top.reader)
    }
    return this.#value
  }

  /** Reads text and the reference after it. */
  #readOn(name: string, reader: Reader): void {
    const text = reader.until(STOP)
    this.#add(this.#of.isContent ? text : spaced(text))
    if (reader.isAt('<')) throw reader.fault(`"<" in the value of an attribute: "&${name};"`)
    if (!reader.isAt('&')) return
    const reference = reader.reference()
    if (reference.name === undefined) this.#add(reference.character)
    else this.#refer(reference.name)
  }

  #refer(name: string): void {
    const known = this.#of.known.get(name)
    if (known === undefined) this.#enter(name)
    else this.#add(known)
  }

  #enter(name: string): void {
    const { attribute, textOf, placeholderFor } = this.#of
    const { at } = attribute
    attribute.grow(1) // or nothing, many times over, were free
    if (this.#names.has(name)) throw new DoctypeFault(`entity refers to itself: "&${name};"`, at)
    const text = textOf(name)
    if (text === undefined) {
      this.#isWhole = false
      attribute.meetUnknown(name)
      this.#add(placeholderFor(name))
      return
    }
    const ending = (expected: string) => `expected ${expected}, found the end of "&${name};"`
    this.#open.push({ name, reader: new Reader(text, ANY_NAMES, ending, () => at), value: '' })
    this.#names.add(name)
  }

  #leave(): void {
    const entity = this.#open.pop()
    if (entity === undefined) return
    this.#names.delete(entity.name)
    if (this.#isWhole) this.#of.known.set(entity.name, entity.value)
    this.#append(entity.value)
  }

  #add(text: string): void {
    this.#of.attribute.grow(text.length)
    this.#append(text)
  }

  #append(text: string): void {
    const innermost = this.#open.at(-1)
    if (innermost === undefined) this.#value += text
    else innermost.value += text
  }
}

const STOP = /[<&]/g
