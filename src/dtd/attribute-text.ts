// Turns an entity into the text that it is in the value of an attribute, that of the entities in it included.

import { spaced } from './characters.ts'
import { DoctypeFault } from './doctype.ts'
import { PREDEFINED } from './predefined.ts'
import { Reader, type ReaderOptions } from './reader.ts'

/** The attribute that a reference is in. */
export interface Attribute {
  /** Where the reference is, for faults. */
  at: number
  /** Told how many characters are added, an entity in an entity being one; throws when they are too many. */
  grow(characters: number): void
  /** Told the fact of each reference that is left out. */
  leaveOut(fact: string): void
}

export class AttributeText {
  readonly #textOf: (name: string) => string
  readonly #attribute: Attribute
  readonly #open: { name: string; reader: Reader }[] = [] // entities in entities, the innermost last
  readonly #names = new Set<string>() // of those
  #value = ''

  /** @param textOf answers with the text that replaces an entity, references in it not resolved */
  constructor(textOf: (name: string) => string, attribute: Attribute) {
    this.#textOf = textOf
    this.#attribute = attribute
  }

  /** The text of the entity, with spaces for any white space but that written by number. */
  of(name: string): string {
    this.#refer(name)
    for (let top = this.#open.at(-1); top !== undefined; top = this.#open.at(-1)) {
      this.#readOn(top.name, top.reader)
    }
    return this.#value
  }

  /** Reads text and the reference behind it. */
  #readOn(name: string, reader: Reader): void {
    this.#add(spaced(reader.until(/[<&]/g)))
    if (reader.isAtEnd) {
      this.#open.pop()
      this.#names.delete(name)
      return
    }
    if (reader.isAt('<')) throw reader.fault(`"<" in the value of an attribute: "&${name};"`)
    const reference = reader.reference()
    if (reference.name === undefined) this.#add(reference.character)
    else this.#refer(reference.name)
  }

  #add(text: string): void {
    this.#attribute.grow(text.length)
    this.#value += text
  }

  #refer(name: string): void {
    const predefined = PREDEFINED.get(name)
    if (predefined === undefined) this.#enter(name)
    else this.#add(predefined)
  }

  #enter(name: string): void {
    const { at } = this.#attribute
    this.#attribute.grow(1) // or nothing, many times over, were free
    if (this.#names.has(name)) throw new DoctypeFault(`entity refers to itself: "&${name};"`, at)
    const ending = (expected: string) => `expected ${expected}, found the end of "&${name};"`
    const reader = new Reader(this.#textOf(name), ANY_NAMES, ending, at)
    this.#open.push({ name, reader })
    this.#names.add(name)
  }
}

/** Names in entities were looked at when the entities were declared. */
const ANY_NAMES: ReaderOptions = { namespaces: false, limits: { name: Number.POSITIVE_INFINITY } }
