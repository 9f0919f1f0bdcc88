// Provides a target that keeps what comes, and how it ended.

import { coroutine, type Receiver, type Target, type Value } from 'cosax'

export class Gathered {
  readonly items: Value[] = []
  end: 'open' | 'closed' | unknown = 'open'
  readonly target: Target<Value>

  /** Takes so many, and calls `onItem` for each. */
  constructor(most: number = Number.POSITIVE_INFINITY, onItem: (item: Value) => void = () => {}) {
    this.target = gather(this, most, onItem)
  }
}

const gather = coroutine(function* (
  into: Gathered,
  most: number,
  onItem: (item: Value) => void,
): Receiver<Value> {
  try {
    while (into.items.length < most) {
      const item = yield
      into.items.push(item)
      onItem(item)
    }
  } catch (error) {
    into.end = error
    throw error
  } finally {
    if (into.end === 'open') into.end = 'closed'
  }
})
