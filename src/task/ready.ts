// Provides the queue of tasks that are ready: a ring, which makes no garbage.

/** Who is next. */
export interface Schedule<T> {
  readonly size: number
  push(item: T): void
  /** The next one, or nothing. */
  shift(): T | undefined
}

const SMALLEST = 16 // a power of two

export class Ring<T> implements Schedule<T> {
  #items: (T | undefined)[] = new Array(SMALLEST).fill(undefined)
  #first = 0
  size = 0

  push(item: T): void {
    if (this.size === this.#items.length) this.#resize(this.size * 2)
    this.#items[(this.#first + this.size++) & (this.#items.length - 1)] = item
  }

  /** In front of all others. */
  unshift(item: T): void {
    if (this.size === this.#items.length) this.#resize(this.size * 2)
    this.#first = (this.#first - 1) & (this.#items.length - 1)
    this.#items[this.#first] = item
    this.size++
  }

  shift(): T | undefined {
    if (this.size === 0) return undefined
    const item = this.#items[this.#first]
    this.#items[this.#first] = undefined
    this.#first = (this.#first + 1) & (this.#items.length - 1)
    this.size--
    if (this.size === 0 && this.#items.length > SMALLEST) this.#shrink()
    return item
  }

  /** After a crowd its place is given back, half by half. */
  #shrink(): void {
    this.#items.length = this.#items.length >> 1
    this.#first = 0
  }

  #resize(length: number): void {
    const items = new Array<T | undefined>(length).fill(undefined)
    for (let n = 0; n < this.size; n++) {
      items[n] = this.#items[(this.#first + n) & (this.#items.length - 1)]
    }
    this.#items = items
    this.#first = 0
  }
}
