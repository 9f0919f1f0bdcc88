// Turns the declarations between `[` and `]`, those that parameter entities bring too, into what they declare.

import { readAttributeList } from './attribute-list.ts'
import { Budget, type BudgetLimits } from './budget.ts'
import { passElement } from './content-model.ts'
import type { AttributeDeclaration, Entity } from './doctype.ts'
import { Entities } from './entities.ts'
import { readEntity } from './entity-declaration.ts'
import { passNotation } from './external-id.ts'
import { passComment, readInstruction } from './instruction.ts'
import type { Outside } from './outside.ts'
import { Reader, type ReaderOptions } from './reader.ts'

export interface SubsetOptions extends ReaderOptions {
  isStandalone: boolean
  outside: Outside
  limits: ReaderOptions['limits'] & BudgetLimits
}

export class Subset {
  readonly entities: Map<string, Entity> = new Map()
  readonly hidden: Set<string> = new Set()
  readonly attributes: Map<string, Map<string, AttributeDeclaration>> = new Map()
  readonly instructions: { target: string; data: string }[] = []
  readonly unknown: string[] = []
  isPartial: boolean

  readonly #document: Reader
  readonly #options: SubsetOptions
  readonly #budget: Budget
  readonly #parameters = new Map<string, Entity>()
  readonly #open: { name: string; reader: Reader }[] = [] // parameter entities, the innermost last
  readonly #openNames = new Set<string>()
  #isReliable = true // nothing was skipped that may declare the same before
  readonly #declarations: Record<(typeof OPENINGS)[number], (reader: Reader) => void> = {
    '<!ELEMENT': passElement,
    '<!ATTLIST': (reader) => this.#declareAttributes(reader),
    '<!ENTITY': (reader) => this.#declareEntity(reader),
    '<!NOTATION': passNotation,
    '<!--': passComment,
    '<?': (reader) => this.instructions.push(readInstruction(reader)),
  }
  readonly #outside: Entities
  readonly #inside: Entities

  /** @param isPartial whether there is an external subset */
  constructor(document: Reader, isPartial: boolean, options: SubsetOptions) {
    this.#document = document
    this.isPartial = isPartial
    this.#options = options
    this.#budget = new Budget(document.text.length, options.limits)
    const { isStandalone, outside } = options
    this.#outside = new Entities(this, { isStandalone, outside })
    this.#inside = new Entities(this, { isStandalone: false, outside })
  }

  /** Reads what stands behind `[`, and the `]`. */
  read(): void {
    while (true) {
      const entity = this.#open.at(-1)
      const reader = entity?.reader ?? this.#document
      reader.skipSpace()
      if (reader.take('%')) this.#enter(reader)
      else if (entity === undefined && reader.take(']')) return
      else if (entity === undefined || !reader.isAtEnd) this.#declare(reader)
      else this.#leave()
    }
  }

  get #isInEntity(): boolean {
    return this.#open.length > 0
  }

  #enter(reader: Reader): void {
    const at = reader.at - 1
    const name = reader.simpleName('the name of a parameter entity')
    reader.need(';')
    this.isPartial = true
    const entity = this.#parameters.get(name)
    const { isStandalone } = this.#options
    if (entity === undefined && isStandalone && !this.#isInEntity) {
      throw reader.fault(`parameter entity not declared: "%${name};"`, at)
    }
    if (entity?.kind !== 'text') {
      this.#isReliable &&= isStandalone
      return
    }
    if (this.#openNames.has(name)) {
      throw reader.fault(`parameter entity refers to itself: "%${name};"`, at)
    }
    this.#grow(entity.text.length, reader, at)
    const ending = (expected: string) => `expected ${expected}, found the end of "%${name};"`
    const inner = new Reader(entity.text, this.#options, ending, reader.placeOf(at))
    this.#open.push({ name, reader: inner })
    this.#openNames.add(name)
  }

  #leave(): void {
    const entity = this.#open.pop()
    if (entity !== undefined) this.#openNames.delete(entity.name)
  }

  #declare(reader: Reader): void {
    const expected = this.#isInEntity ? 'a declaration' : 'a declaration or "]"'
    this.#declarations[reader.oneOf(OPENINGS, expected)](reader)
  }

  #declareEntity(reader: Reader): void {
    const { name, isParameter, entity } = readEntity(reader)
    const entities = isParameter ? this.#parameters : this.entities
    if (!this.#isReliable || entities.has(name)) return
    entities.set(name, entity)
    if (!isParameter && this.#isInEntity) this.hidden.add(name)
  }

  #declareAttributes(reader: Reader): void {
    // being standalone promises nothing about references inside parameter entities
    const entities = this.#isInEntity ? this.#inside : this.#outside
    const { element, attributes } = readAttributeList(reader, (name, at) =>
      entities.inAttribute(name, {
        at: reader.placeOf(at),
        grow: (characters) => this.#grow(characters, reader, at),
        meetUnknown: (name) => this.unknown.push(name),
      }),
    )
    if (!this.#isReliable) return
    const declared = this.attributes.get(element) ?? new Map<string, AttributeDeclaration>()
    this.attributes.set(element, declared)
    for (const attribute of attributes) {
      if (!declared.has(attribute.name)) declared.set(attribute.name, attribute)
    }
  }

  #grow(characters: number, reader: Reader, at: number): void {
    const fact = this.#budget.add(characters)
    if (fact !== undefined) throw reader.fault(fact, at, true)
  }
}

const OPENINGS = ['<!ELEMENT', '<!ATTLIST', '<!ENTITY', '<!NOTATION', '<!--', '<?'] as const
