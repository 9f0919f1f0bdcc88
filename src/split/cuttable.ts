// Provides files as they are cut: where their bytes come from, and from which places on cuts are wanted. One that is compressed is cut
// near to where its members begin, so that each part is expanded alone.

import { type Content, FileContent } from '../parts/content.ts'
import { StreamContent } from '../parts/stream-content.ts'
import { type MemberPlace, Members } from '../sources/members.ts'
import type { Reading } from '../sources/source.ts'
import { MemberPlaces, type Shares } from './member-places.ts'
import type { InMembers } from './part.ts'
import type { Next } from './shares.ts'

const WINDOW = 32 * 1024 * 1024 // bytes of an expanded document that are kept

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

export interface Compressed extends Shares {
  file: string
  /** The name of the compression. */
  compression: string
  /** How many bytes of the document are kept, where not as usual. */
  window?: number | undefined
}

export function compressedFile({
  file,
  compression,
  window = WINDOW,
  ...shares
}: Compressed): Cuttable {
  const places = new MemberPlaces(shares)
  const onPlace = (place: MemberPlace) => places.add(place)
  return {
    open: (reading) =>
      new StreamContent(new Members(file, { compression, onPlace }), window, reading),
    window,
    goalAfter: (from) => places.goalAfter(from),
    membersFor: (from, to) => places.membersFor(from, to),
  }
}
