// Hands out the items of batches one by one, as an async generator does, in less than half of its time.

/** Items of which some are there already. No batch is empty. */
export class OneByOne<T> implements AsyncGenerator<T, void, void> {
  readonly #batches: AsyncGenerator<T[], void, void>
  #batch: T[] = []
  #at = 0
  #coming: Promise<void> | undefined
  #isOver = false

  constructor(batches: AsyncGenerator<T[], void, void>) {
    this.#batches = batches
  }

  next(): Promise<IteratorResult<T, void>> {
    if (this.#at < this.#batch.length) {
      return Promise.resolve({ done: false, value: this.#batch[this.#at++] as T })
    }
    if (this.#isOver) return this.#batches.next() as Promise<IteratorReturnResult<void>>
    this.#coming ??= this.#more() // one for all who ask meanwhile, who then take theirs in turn
    return this.#coming.then(() => this.next())
  }

  async #more(): Promise<void> {
    try {
      const { done, value } = await this.#batches.next()
      this.#isOver ||= done === true
      this.#batch = done ? [] : value
      this.#at = 0
    } finally {
      this.#coming = undefined
    }
  }

  return(): Promise<IteratorResult<T, void>> {
    this.#leave()
    return this.#batches.return() as Promise<IteratorReturnResult<void>>
  }

  throw(error: unknown): Promise<IteratorResult<T, void>> {
    this.#leave()
    return this.#batches.throw(error) as Promise<IteratorReturnResult<void>>
  }

  #leave(): void {
    this.#isOver = true
    this.#batch = []
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
