// Provides the paths of all records, as a tree: as many as names, not as records.

import { StageError } from '../core/errors.ts'
import { Path } from './path.ts'

export const MOST_PATHS = 10_000

export class Paths {
  /** The records themselves. */
  readonly root: Path = new Path('')
  /** The names of their elements, and how often. */
  readonly elements: Map<string, number> = new Map()
  records = 0
  /** How many elements of records there were so far. */
  elementsRead = 0
  readonly #numbers = new Map<string, number>()
  readonly #names: string[] = []
  #count = 0

  /** The number of a field's name, the same in all documents. */
  numberOf(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    const number = this.#names.push(name) - 1
    this.#numbers.set(name, number)
    return number
  }

  /** @throws StageError when there are too many. */
  below(path: Path, number: number): Path {
    return path.below.get(number) ?? this.#grow(path, number)
  }

  #grow(around: Path, number: number): Path {
    if (this.#count === MOST_PATHS) {
      const name = JSON.stringify(this.#names[number])
      throw new StageError(
        `more than ${MOST_PATHS} different paths in records, at ${name}: names are data here, or -r chooses too much`,
      )
    }
    this.#count++
    const path = new Path(this.#names[number] as string)
    around.below.set(number, path)
    return path
  }
}
