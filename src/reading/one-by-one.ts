// Hands out the items of batches one by one, as an async generator does, in less than half of its time.

/** Items of which some are there already. */
export class OneByOne<T> implements AsyncGenerator<T, void, void> {
  readonly #batches: AsyncGenerator<T[], void, void>
  #batch: T[] = []
  #at = 0
  #last: Promise<IteratorResult<T, void>> | undefined // what was asked for last, until it is there

  constructor(batches: AsyncGenerator<T[], void, void>) {
    this.#batches = batches
  }

  next(): Promise<IteratorResult<T, void>> {
    if (this.#last === undefined && this.#at < this.#batch.length)
      return Promise.resolve(this.#taken())
    return this.#inTurn(() => this.#take())
  }

  return(): Promise<IteratorResult<T, void>> {
    return this.#inTurn(() => this.#leave(this.#batches.return()))
  }

  throw(error: unknown): Promise<IteratorResult<T, void>> {
    return this.#inTurn(() => this.#leave(this.#batches.throw(error)))
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** Does it after all that was asked for before. */
  #inTurn(step: () => Promise<IteratorResult<T, void>>): Promise<IteratorResult<T, void>> {
    const asked = this.#last ? this.#last.then(step, step) : step()
    this.#last = asked
    const isThere = () => {
      if (this.#last === asked) this.#last = undefined
    }
    asked.then(isThere, isThere)
    return asked
  }

  async #take(): Promise<IteratorResult<T, void>> {
    while (this.#at === this.#batch.length) {
      const { done, value } = await this.#batches.next()
      if (done) return { done, value: undefined }
      this.#batch = value
      this.#at = 0
    }
    return this.#taken()
  }

  #taken(): IteratorResult<T, void> {
    return { done: false, value: this.#batch[this.#at++] as T }
  }

  #leave(end: Promise<IteratorResult<T[], void>>): Promise<IteratorResult<T, void>> {
    this.#batch = []
    this.#at = 0
    return end as Promise<IteratorReturnResult<void>>
  }
}
