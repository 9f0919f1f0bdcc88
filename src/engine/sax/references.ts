// Answers the npm package `sax` what stands for a reference.

import { Budget, type BudgetLimits } from '../../dtd/budget.ts'
import type { Entities } from './entities.ts'
import { type Parser, STATE } from './parser.ts'
import { NOTHING, placeholderFor } from './placeholders.ts'

/** Takes what is wrong with a reference, and what is beyond a limit, which throws. */
export interface Complaints {
  refuse(fact: string): void
  beyond(fact: string): never
}

export class SaxReferences {
  /** Some reference was replaced by NOTHING. */
  hasNothing = false
  readonly #entities: Entities
  readonly #complaints: Complaints
  readonly #budget: Budget
  #askedAt = -1 // where the package asked last, and the answer
  #answer = ''

  constructor(entities: Entities, limits: BudgetLimits, complaints: Complaints) {
    this.#entities = entities
    this.#complaints = complaints
    this.#budget = new Budget(0, limits)
  }

  // The package asks twice: for whether there is such an entity, then for its text.
  textOf(name: string, parser: Parser): string {
    const { position } = parser
    if (this.#askedAt !== position) this.#answer = this.#resolve(name, parser)
    this.#askedAt = position
    return this.#answer
  }

  /** Counts bytes that are not in the document. */
  grow(added: number, { position }: Parser): void {
    this.#budget.read = position
    const fact = this.#budget.add(added)
    if (fact !== undefined) this.#complaints.beyond(fact)
  }

  // White space by number stays itself in an attribute, any other becomes a space; the package does not
  // distinguish them, so the former travels as characters that no document can hold.
  #resolve(name: string, parser: Parser): string {
    const isInAttribute = parser.state !== STATE.TEXT_ENTITY
    const { text, fact } = this.#entities.resolve(name, { isInAttribute, read: parser.position })
    const written = `&${name};`
    if (text === undefined) {
      this.#complaints.refuse(fact ?? name)
      return written
    }
    this.grow(Math.max(Buffer.byteLength(text) - written.length, 0), parser)
    if (text === '') {
      this.hasNothing = true
      return NOTHING
    }
    const isByNumber = name.startsWith('#') && isInAttribute
    return isByNumber ? placeholderFor(text) : text
  }
}
