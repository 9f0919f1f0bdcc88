// Provides files as they are cut: where their bytes come from, and from which places on cuts are wanted. One that is compressed is cut
// near to where its members begin, so that each part is expanded alone.

import { type Content, FileContent } from '../parts/content.ts'
import { StreamContent } from '../parts/stream-content.ts'
import { type MemberPlace, Members } from '../sources/members.ts'
import type { Reading } from '../sources/source.ts'
import type { InMembers } from './part.ts'
import type { Next, Wanted } from './shares.ts'

const WINDOW = 32 * 1024 * 1024 // bytes of an expanded document that are kept

const MOST_AT_ONCE = 1024 * 1024 // bytes of a compressed file that are expanded at once
const AT_ONCE_IN_PART = 16 // how many of these make a part

/** Answers from which place on a cut is wanted, once that is known. */
export type Goal = () => number | undefined

export interface Cuttable {
  open(reading: Reading): Content
  /** How many of the last bytes can be read again. */
  window: number
  /** For the part that begins at a place; none if that is the last. */
  goalAfter(from: number): Goal | undefined
  /** Where the document between two places lies in a compressed file; without `to` up to the end. */
  membersFor(
    from: number,
    to: number | undefined,
  ): Pick<InMembers, 'from' | 'to' | 'offset'> | undefined
}

export function plainFile(file: string, size: number, next: Next): Cuttable {
  return {
    open: (reading) => new FileContent(file, reading),
    window: Number.POSITIVE_INFINITY,
    goalAfter(from) {
      const goal = next(from, size)
      return goal === undefined ? undefined : () => goal
    },
    membersFor: () => undefined,
  }
}

export interface Compressed {
  file: string
  /** The name of the compression. */
  compression: string
  /** Bytes, as they are stored. */
  size: number
  wanted: Wanted
  next: Next
  /** Bytes that are expanded at once, at least, and those that are kept, where not as usual. */
  least?: number | undefined
  window?: number | undefined
}

/** Parts of a number are shared out by what is stored, parts of a size by what that holds. */
export function compressedFile(of: Compressed): Cuttable {
  const { file, compression, size, wanted, next, window = WINDOW } = of
  const { least = leastFor(size, wanted) } = of
  const places: MemberPlace[] = []
  const onPlace = (place: MemberPlace) => places.push(place)
  return {
    open: (reading) =>
      new StreamContent(new Members(file, { compression, onPlace, least }), window, reading),
    window,
    goalAfter(from) {
      if ('size' in wanted) {
        const least = from + wanted.size
        return () => firstOf(places, ({ offset }) => offset >= least)?.offset
      }
      const last = lastBefore(places, from).stored
      const goal = next(last, size)
      if (goal === undefined) return undefined
      // that which is nearest
      return () =>
        firstOf(places, (at) => at.stored > last && (at.stored + at.next) / 2 >= goal)?.offset
    },
    membersFor(from, to) {
      const { stored, offset } = lastBefore(places, from)
      const end = to === undefined ? undefined : firstOf(places, (place) => place.offset >= to)
      return { from: stored, to: end?.stored ?? size, offset }
    },
  }
}

// a part expands all of the last ones that it needs a little of, so that they are to be a small share of it
function leastFor(size: number, wanted: Wanted): number {
  const parts = 'size' in wanted ? size / wanted.size : wanted.parts
  return Math.min(MOST_AT_ONCE, Math.ceil(size / Math.max(1, parts) / AT_ONCE_IN_PART))
}

function lastBefore(places: readonly MemberPlace[], at: number): MemberPlace {
  const after = indexOfFirst(places, ({ offset }) => offset > at)
  return places[after - 1] ?? START
}

const START: MemberPlace = { stored: 0, next: 0, offset: 0 }

function firstOf(
  places: readonly MemberPlace[],
  isFrom: (place: MemberPlace) => boolean,
): MemberPlace | undefined {
  return places[indexOfFirst(places, isFrom)]
}

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
