// Merges sorted runs into one order: a heap of their first items.

/**
 * The items of all runs in order; of equal ones those of an earlier run come first. Each run is asked for an item
 * only when the one before has been taken.
 */
export function* merge<T>(
  runs: Iterator<T, void>[],
  compare: (a: T, b: T) => number,
): Generator<T, void> {
  const heap: Head<T>[] = []
  for (const [number, run] of runs.entries()) {
    const { value, done } = run.next()
    if (!done) heap.push({ item: value, number, run })
  }
  const isBefore = (a: Head<T>, b: Head<T>) => (compare(a.item, b.item) || a.number - b.number) < 0
  for (let i = (heap.length >> 1) - 1; i >= 0; i--) sink(heap, i, isBefore)
  for (let top = heap[0]; top; top = heap[0]) {
    yield top.item
    const { value, done } = top.run.next()
    if (!done) top.item = value
    else {
      const last = heap.pop() as Head<T>
      if (last !== top) heap[0] = last
    }
    sink(heap, 0, isBefore)
  }
}

/** The first item of a run that is left. */
interface Head<T> {
  item: T
  number: number
  run: Iterator<T, void>
}

function sink<T>(heap: T[], from: number, isBefore: (a: T, b: T) => boolean): void {
  for (let i = from; ; ) {
    let first = i
    for (const child of [2 * i + 1, 2 * i + 2]) {
      if (child < heap.length && isBefore(heap[child] as T, heap[first] as T)) first = child
    }
    if (first === i) return
    ;[heap[i], heap[first]] = [heap[first] as T, heap[i] as T]
    i = first
  }
}
