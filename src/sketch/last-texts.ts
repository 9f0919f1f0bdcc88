// Remembers the texts that came last, so many and no more.

export class LastTexts {
  readonly #most: number
  readonly #texts = new Set<string>()

  constructor(most: number) {
    this.#most = most
  }

  /** Answers whether the text was not there before. */
  add(text: string): boolean {
    if (this.#texts.has(text)) return false
    this.#texts.add(text)
    const [oldest] = this.#texts.size > this.#most ? this.#texts : []
    if (oldest !== undefined) this.#texts.delete(oldest)
    return true
  }
}
