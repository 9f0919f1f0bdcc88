// Keeps where members of a compressed file begin, and decides near to which of them the document is to be cut.

import type { MemberPlace } from '../sources/members.ts'
import type { InMembers } from './part.ts'
import type { Next, Wanted } from './shares.ts'

/** How a file is shared out: parts of a number by what is stored, parts of a size by what that holds. */
export interface Shares {
  wanted: Wanted
  next: Next
  /** Bytes, as they are stored. */
  size: number
  /** Bytes that are expanded at once, at least, where not as usual: to start a program for a few takes longer than its work. */
  least?: number | undefined
}

const LEAST = 64 * 1024
const SMALL_SHARE = 1 / 256 // of a file that is not much larger
const ALMOST = 7 / 8 // of the way to a place that is only estimated

export class MemberPlaces {
  readonly #of: Shares
  readonly #all: MemberPlace[] = []
  /** Where cuts are wanted. */
  readonly #goals: MemberPlace[] = []
  /** The place of these that was met last, or the start. */
  #last: MemberPlace = START
  /** What is stored before the next one, at least; for parts of a size it is not known. */
  #goal: number | undefined
  /** Bytes that are expanded at once, at least, if a cut is not nearer. */
  readonly #least: number

  constructor(of: Shares) {
    this.#of = of
    this.#least = of.least ?? Math.min(LEAST, Math.ceil(of.size * SMALL_SHARE))
    this.#goal = this.#nextGoal()
  }

  /**
   * Takes the next place, and answers up to which one members are to be expanded together: few where a cut is wanted, as a part expands
   * all those of which it needs some, then more and more, up to where the next cut is wanted.
   */
  add(place: MemberPlace): number {
    this.#all.push(place)
    if (this.#isGoal(place)) {
      this.#goals.push(place)
      this.#last = place
      this.#goal = this.#nextGoal()
    }
    const { stored } = place
    const length = Math.max(this.#least, stored - this.#last.stored)
    return stored + Math.min(length, this.#distance(place))
  }

  #nextGoal(): number | undefined {
    const { wanted, next, size } = this.#of
    return 'size' in wanted ? undefined : next(this.#last.stored, size)
  }

  /** Whether a cut is wanted here, and no other place is nearer to where that is. */
  #isGoal({ stored, next, offset }: MemberPlace): boolean {
    const { wanted } = this.#of
    if ('size' in wanted) return offset - this.#last.offset >= wanted.size
    return (
      this.#goal !== undefined && stored > this.#last.stored && (stored + next) / 2 >= this.#goal
    )
  }

  /** How many stored bytes it is to where the next cut is wanted, or almost. */
  #distance({ stored, offset }: MemberPlace): number {
    const { wanted } = this.#of
    if (!('size' in wanted)) return (this.#goal ?? Number.POSITIVE_INFINITY) - stored
    const bytes = this.#last.offset + wanted.size - offset
    return offset === 0 ? this.#least : Math.max(this.#least, (ALMOST * bytes * stored) / offset)
  }

  /** Where the part that begins at a place is to end; nothing if it is the last one. */
  goalAfter(from: number): (() => number | undefined) | undefined {
    const goal = () => this.#goals[indexOfFirst(this.#goals, ({ offset }) => offset > from)]?.offset
    const areAllKnown = 'parts' in this.#of.wanted && this.#goal === undefined
    return areAllKnown && goal() === undefined ? undefined : goal
  }

  /** The members that hold what is between two places; without `to` all up to the end. */
  membersFor(from: number, to: number | undefined): Pick<InMembers, 'from' | 'to' | 'offset'> {
    const all = this.#all
    const { stored, offset } = all[indexOfFirst(all, (place) => place.offset > from) - 1] ?? START
    const end = to === undefined ? undefined : all[indexOfFirst(all, (place) => place.offset >= to)]
    return { from: stored, to: end?.stored ?? this.#of.size, offset }
  }
}

const START: MemberPlace = { stored: 0, next: 0, offset: 0 }

/** Of those for which it holds, which are all after those for which it does not; their number if there is none. */
function indexOfFirst(
  places: readonly MemberPlace[],
  holds: (place: MemberPlace) => boolean,
): number {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(places[middle] as MemberPlace)) high = middle
    else low = middle + 1
  }
  return low
}
