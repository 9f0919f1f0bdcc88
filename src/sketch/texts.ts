// Holds texts in their order, each different one once.

export interface TextsState {
  /** In the order in which they came first. */
  texts: string[]
  /** Which of them, in the order in which they came. */
  sequence: Uint32Array
}

export class Texts {
  readonly #places = new Map<string, number>()
  readonly #sequence: number[] = []

  add(text: string): void {
    let place = this.#places.get(text)
    if (place === undefined) {
      place = this.#places.size
      this.#places.set(text, place)
    }
    this.#sequence.push(place)
  }

  state(): TextsState {
    return { texts: [...this.#places.keys()], sequence: Uint32Array.from(this.#sequence) }
  }
}
