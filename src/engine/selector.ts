// Turns a pattern into a machine that walks a document and says which elements are records.
// One step of a pattern is one bit: the steps that may come next are one number an open element.

import { UsageError } from '../core/errors.ts'
import { matches, type NameTest, type Pattern } from './pattern.ts'
import type { Name } from './tape.ts'

const MOST_STEPS = 31

export class Selector {
  readonly #tests: NameTest[][] = []
  #sticky = 0 // steps that may also come any number of levels deeper
  #final = 0 // bits after the last step of a way
  #matching: number[] = [] // by the index of a name: the steps it satisfies
  readonly #expected: number[] = [] // by depth: the steps that may come next

  constructor(pattern: Pattern) {
    let first = 0
    for (const way of pattern) {
      first |= 1 << this.#tests.length
      for (const step of way) {
        if (step.isDescendant) this.#sticky |= 1 << this.#tests.length
        this.#tests.push(step.tests)
      }
      this.#final |= 1 << this.#tests.length
      this.#tests.push([])
    }
    if (this.#tests.length > MOST_STEPS) {
      throw new UsageError(
        `record pattern too long: more than ${MOST_STEPS} steps and alternatives`,
      )
    }
    this.#expected.push(first)
  }

  /** The machine as numbers: steps that may come first, those that may come deeper too, bits after the last ones. */
  get bits(): [first: number, sticky: number, final: number] {
    return [this.#expected[0] ?? 0, this.#sticky, this.#final]
  }

  /** Walks into an element and answers whether it is a record. */
  enter(index: number, name: Name): boolean {
    this.#matching[index] ??= this.stepsSatisfiedBy(name)
    const expected = this.#expected.at(-1) ?? 0
    const reached = (expected & this.#matching[index]) << 1
    this.#expected.push(reached | (expected & this.#sticky))
    return (reached & this.#final) !== 0
  }

  /** Walks out of the element entered last. */
  leave(): void {
    this.#expected.pop()
  }

  /** The steps that an element of this name satisfies, as bits. */
  stepsSatisfiedBy(name: Name): number {
    return this.#tests.reduce(
      (steps, tests, bit) =>
        tests.some((test) => matches(test, name)) ? steps | (1 << bit) : steps,
      0,
    )
  }
}
