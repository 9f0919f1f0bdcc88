// Turns files of declarations, an external subset or sets of entities, into what they declare. Opens none that they name.

import { passTextDeclaration } from './declaration.ts'
import type { Declarations } from './declarations.ts'
import { Reader } from './reader.ts'
import { Subset, type SubsetOptions, type Unread } from './subset.ts'

export class DeclarationFiles {
  readonly #options: SubsetOptions
  readonly #subset: Subset

  constructor(options: Omit<SubsetOptions, 'isStandalone'>) {
    this.#options = { ...options, isStandalone: false }
    this.#subset = new Subset(true, this.#options)
  }

  /**
   * Reads a file, whose line ends are normalised, after those before: the first declaration counts. Answers with what it
   * refers to and was not read.
   *
   * @throws DoctypeFault at the first character that is wrong
   */
  read(text: string): Unread[] {
    const ending = (expected: string) => `expected ${expected}, found the end`
    const reader = new Reader(text, this.#options, ending)
    const before = this.#subset.unread.size
    passTextDeclaration(reader)
    this.#subset.readFile(reader)
    return [...this.#subset.unread.values()].slice(before)
  }

  get declarations(): Declarations {
    const { entities, parameters, attributes } = this.#subset
    return {
      entities,
      parameters,
      attributes: new Map(
        Array.from(attributes, ([element, declared]) => [element, [...declared.values()]]),
      ),
    }
  }
}
