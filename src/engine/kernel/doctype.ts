// Reads the document type declaration for the kernel, and gives it what is declared there.

import type { Attribute } from '../../dtd/attribute-text.ts'
import { Budget } from '../../dtd/budget.ts'
import { type AttributeDeclaration, type Doctype, DoctypeFault } from '../../dtd/doctype.ts'
import { DoctypeEnd } from '../../dtd/doctype-end.ts'
import { Entities } from '../../dtd/entities.ts'
import type { Outside } from '../../dtd/outside.ts'
import { parseDoctype } from '../../dtd/parse-doctype.ts'
import {
  DECLARED_TOKENISED,
  DECLARED_VALUE,
  ENTITY_COUNTED,
  ENTITY_KEPT,
  ENTITY_MARKUP,
  ENTITY_PLAIN,
} from '../../kernel/layout.ts'
import type { Limits } from '../limits.ts'
import type { Kernel } from '../wasm.ts'
import type { Position } from '../xml-error.ts'

export interface DoctypeOptions {
  namespaces: boolean
  isStandalone: boolean
  outside: Outside
  limits: Limits
  /** By the number of an element's name: the last attribute that the user's files declare for it. */
  fileAttributes: ReadonlyMap<number, number>
}

/** What a reference to an entity came to: its number, or the fact that forbids it. */
export interface Referred {
  number?: number
  fact?: string
  /** Whether that is a limit. */
  isLimit?: boolean
}

export class KernelDoctype {
  /** Where it begins. */
  readonly start: Position
  isWhole = false
  /** It is that of documents without one. */
  isNone = false
  readonly #options: DoctypeOptions
  readonly #end = new DoctypeEnd()
  #pieces: string[] = ['<!DOCTYPE']
  #elements: number[] = [] // names that have declared attributes
  readonly #referred: number[] = [] // names of entities
  readonly #unknown = new Map<number, string[]>() // by number of an entity: the names that its text has unresolved
  #length = 0 // bytes
  #hasInstructions = false
  readonly #budget: Budget // for the values of attributes
  #entities: Entities

  constructor(start: Position, options: DoctypeOptions) {
    this.start = start
    this.#options = options
    this.#budget = new Budget(0, options.limits)
    this.#entities = new Entities(undefined, options)
  }

  /** That of a document without one. */
  static none(options: DoctypeOptions): KernelDoctype {
    const none = new KernelDoctype({ offset: 0, line: 1, column: 1 }, options)
    none.isWhole = true
    none.isNone = true
    return none
  }

  /** Takes the bytes that belong to it, whole characters; answers how many. */
  read(bytes: Buffer): number {
    const end = this.#end.find(bytes)
    const own = end < 0 ? bytes : bytes.subarray(0, end)
    this.#pieces.push(own.toString('utf8'))
    this.#length += own.length
    this.isWhole = end >= 0
    return own.length
  }

  /** Gives the kernel attributes and instructions; answers the fault, and the text before it. */
  declare(kernel: Kernel): { fact: string; before: string; isLimit: boolean } | undefined {
    const { text } = this
    let doctype: Doctype
    try {
      doctype = parseDoctype(text, { ...this.#options, isComplete: this.isWhole })
    } catch (error) {
      if (!(error instanceof DoctypeFault)) throw error
      const fact = error.isInSubset ? `in the internal subset: ${error.fact}` : error.fact
      return { fact, before: text.slice(0, error.at), isLimit: error.isLimit }
    }
    for (const name of doctype.unknown) this.#options.outside.count(name)
    this.#entities = new Entities(doctype, this.#options)
    for (const [element, attributes] of doctype.attributes) {
      const elementName = kernel.name(element)
      this.#elements.push(elementName)
      kernel.exports.setDeclaredLast(elementName, 0) // those of files are among them
      declareAttributes(kernel, elementName, attributes)
    }
    this.#hasInstructions = doctype.instructions.length > 0
    for (const { target, data } of doctype.instructions) {
      const isTaken = kernel.exports.addInstruction(kernel.name(target), ...kernel.keep(data))
      if (!isTaken)
        return { fact: 'more instructions than there is room for', before: '', isLimit: true }
    }
    return undefined
  }

  /** The text, once it is whole. */
  get text(): string {
    if (this.#pieces.length > 1) this.#pieces = [this.#pieces.join('')] // not held twice
    return this.#pieces[0] as string
  }

  /** Whether another one, of the same text, declares the same. */
  isLike(other: KernelDoctype): boolean {
    // instructions are events: each document has to send its own
    return !this.#hasInstructions && this.#options.isStandalone === other.#options.isStandalone
  }

  /** Goes on with what another one has declared, which has the same text. */
  adopt(other: KernelDoctype): void {
    this.#entities = other.#entities
    this.#elements = other.#elements
    this.#referred.push(...other.#referred)
    for (const [entity, names] of other.#unknown) this.#unknown.set(entity, names)
  }

  /** Counts all references to unknown entities that there were. */
  count(kernel: Kernel): void {
    for (const [entity, names] of this.#unknown) {
      const times = kernel.exports.timesReferred(entity)
      for (const name of names) this.#options.outside.count(name, times)
    }
    this.#unknown.clear()
  }

  /** Has the kernel forget what was declared. */
  forget(kernel: Kernel): void {
    this.count(kernel)
    const { fileAttributes } = this.#options
    for (const name of [...this.#elements, ...this.#referred]) {
      kernel.exports.forgetName(name)
      kernel.exports.setDeclaredLast(name, fileAttributes.get(name) ?? 0)
    }
  }

  /** Gives the kernel the text of an entity, referred to when `read` bytes were read. */
  entity(kernel: Kernel, nameAt: number, isInAttribute: boolean, read: number): Referred {
    const name = kernel.nameText(nameAt)
    this.#referred.push(nameAt)
    this.#budget.read = read
    if (isInAttribute) return this.#inAttribute(kernel, name)
    const found = this.#entities.resolve(name)
    if (found.kind === 'fault') return { fact: found.fact }
    if (found.kind === 'unknown')
      return this.#counted(kernel.addEntity(found.text, ENTITY_KEPT), [name])
    return { number: kernel.addEntity(found.text, found.isPlain ? ENTITY_PLAIN : ENTITY_MARKUP) }
  }

  #inAttribute(kernel: Kernel, name: string): Referred {
    const unknown: string[] = []
    const attribute: Attribute = {
      at: 0,
      grow: (characters) => {
        const fact = this.#budget.add(characters)
        if (fact !== undefined) throw new DoctypeFault(fact, 0, true)
      },
      meetUnknown: (inner) => unknown.push(inner),
    }
    try {
      const text = this.#entities.inAttribute(name, attribute)
      if (unknown.length === 0) return { number: kernel.addEntity(text, ENTITY_PLAIN) }
      const isItself = this.#entities.resolve(name).kind === 'unknown'
      return this.#counted(kernel.addEntity(text, isItself ? ENTITY_KEPT : ENTITY_COUNTED), unknown)
    } catch (error) {
      if (!(error instanceof DoctypeFault)) throw error
      return { fact: error.fact, isLimit: error.isLimit }
    }
  }

  #counted(number: number, unknown: string[]): Referred {
    this.#unknown.set(number, unknown)
    return { number }
  }
}

/** Gives the kernel the declared attributes of an element. */
export function declareAttributes(
  kernel: Kernel,
  element: number,
  attributes: readonly AttributeDeclaration[],
): void {
  // the kernel finds the last one first
  for (const { name, isTokenised, value } of attributes.toReversed()) {
    const length = Buffer.byteLength(value ?? '')
    const attribute = kernel.name(name)
    const flags =
      (isTokenised ? DECLARED_TOKENISED : 0) | (value === undefined ? 0 : DECLARED_VALUE)
    const to = kernel.exports.declareAttribute(element, attribute, flags, length)
    kernel.bytes(to, length).write(value ?? '')
  }
}
