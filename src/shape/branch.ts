// Provides a branch of the element tree: elements of one name at one place, with what was found of them.

export class Branch {
  /** With `@` if it is an attribute. */
  readonly name: string
  /** The branch of the same name that it grows on: what is in it is counted there. */
  readonly again: Branch | undefined
  readonly below: Map<number, Branch> = new Map()
  count = 0
  /** In how many of the elements around it. */
  parents = 0
  /** The most in one of these. */
  most = 0
  /** How many have been opened, by way of `again` too, and how many are open. */
  opened = 0
  open = 0
  example = ''
  #parent = -1
  #inParent = 0

  constructor(name: string, again?: Branch) {
    this.name = name
    this.again = again
  }

  /** Counts one in the element of this number. */
  add(parent: number): void {
    this.count++
    if (parent !== this.#parent) {
      this.#parent = parent
      this.#inParent = 0
      this.parents++
    }
    if (++this.#inParent > this.most) this.most = this.#inParent
  }

  /** The element in which it was counted last, and how many there; to be put back after an element inside. */
  get place(): [parent: number, inParent: number] {
    return [this.#parent, this.#inParent]
  }

  set place([parent, inParent]: [parent: number, inParent: number]) {
    this.#parent = parent
    this.#inParent = inParent
  }
}
