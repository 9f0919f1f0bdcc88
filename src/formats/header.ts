// Provides the header of a table that rows are added to: which columns the file has, and where.

import { OutputError } from '../core/errors.ts'
import { firstLine } from './separated-line.ts'

const MOST_SHOWN = 60 // characters

export class Header {
  /** Those of its columns, if it begins with them. */
  readonly names: readonly string[] | undefined
  /** What a line of the file ends in. */
  readonly newline: string
  readonly #cells: readonly string[]

  /** `head` is how the file begins; `hasNames` says whether with the names of its columns. */
  constructor(head: string, delimiter: string, hasNames = true) {
    const { cells, newline } = firstLine(head, delimiter)
    this.#cells = cells
    this.names = hasNames ? cells : undefined
    this.newline = newline
  }

  /**
   * For each column of the file which of these it is, or -1: then its cells are empty.
   *
   * @throws OutputError when the file has no column for one of them.
   */
  placesOf(names: readonly string[]): number[] {
    if (!this.names) return this.#placesWithout(names)
    const fresh = names.find((name) => !this.names?.includes(name))
    if (fresh === undefined) return this.names.map((name) => names.indexOf(name))
    const known = this.names.join(',')
    const shown = known.length > MOST_SHOWN ? `${known.slice(0, MOST_SHOWN)}…` : known
    throw new OutputError(
      `no column ${JSON.stringify(fresh)} in the file, which begins with ${JSON.stringify(shown)}`,
    )
  }

  /** Without names only their number can be checked. */
  #placesWithout(names: readonly string[]): number[] {
    if (names.length === this.#cells.length) return [...names.keys()]
    throw new OutputError(`${names.length} columns for a file that has ${this.#cells.length}`)
  }
}
