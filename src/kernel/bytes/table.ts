// Provides a table that stands at its place in memory until it is full, and then moves to where there is more room.

import { allocate } from './memory'

/** Beyond that the rest of a document would not have room. */
const LONGEST: usize = 1 << 30

@final export class Table {
  from: usize
  limit: usize

  constructor(private readonly home: usize, private readonly homeEnd: usize) {
    this.from = home
    this.limit = homeEnd
  }

  /** Goes back to its place. */
  reset(): void {
    this.from = this.home
    this.limit = this.homeEnd
  }

  /** Moves, all of it being used; answers by how much, or 0 if it cannot become longer. */
  move(): usize {
    const length: usize = this.limit - this.from
    if (length > LONGEST / 2) return 0
    const before = this.from
    this.from = allocate(2 * length)
    this.limit = this.from + 2 * length
    memory.copy(this.from, before, length)
    return this.from - before
  }
}
