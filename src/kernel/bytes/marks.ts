// Marks the bytes that are not copied as they are, a bit for each, while they are inspected: whoever copies text
// looks up where the next of them stands instead of comparing.

import { withdrawn } from './granted'
import { Buffer } from './memory'

export const marks: Buffer = new Buffer()

@final export class Marks {
  static from: usize = 0 // the first byte that is marked
  static length: usize = 0
  static table: usize = 0
}

/** How many bytes a mask covers; what it says of those after them holds only where it is set. */
export const SEEN: usize = 57
export const CERTAIN: u64 = (1 << SEEN) - 1

export function resetMarks(): void {
  marks.reset()
  Marks.length = 0
}

/** Forgets the marks: the bytes have moved. */
@inline export function forgetMarks(): void {
  Marks.length = 0
}

/** Makes room for marks, 64 of them in each word; answers where they go. */
export function startMarks(from: usize, end: usize): usize {
  withdrawn(changetype<usize>(marks))
  marks.grant(0, ((end - from + 63) >> 6 << 3) + 16) // up to 16 bytes are read, and written by endMarks
  Marks.from = from
  Marks.length = end - from
  Marks.table = marks.from
  return marks.from
}

/** Marks everything from `end` on, as the zeros there are. */
export function endMarks(end: usize): void {
  const at = end - Marks.from
  if (at >= Marks.length) return
  const last = Marks.table + (at >> 3)
  store<u32>(last, load<u32>(last) | ((<u32>-1) << <u32>(at & 7)))
  store<u64>(last, -1, 4)
}

/** The marks of 64 bytes. */
@inline export function marksOf(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64>(specials(a) | (specials(b) << 16)) | (<u64>(specials(c) | (specials(d) << 16)) << 32)
}

/** The control characters, " & \ <, and > for the ]]> it may end. */
@inline function specials(v: v128): u32 {
  // " & as one comparison, < > as another
  const quotes = i8x16.eq(v128.or(v, i8x16.splat(4)), i8x16.splat(0x26))
  const angles = i8x16.eq(v128.or(v, i8x16.splat(2)), i8x16.splat(0x3e))
  const backslashes = i8x16.eq(v, i8x16.splat(0x5c))
  const controls = i8x16.le_u(v, i8x16.splat(0x1f))
  return i8x16.bitmask(v128.or(v128.or(quotes, angles), v128.or(backslashes, controls)))
}

/** A bit for each of the next bytes, set for the special ones. */
@inline export function marksAt(p: usize): u64 {
  const at = p - Marks.from
  return at < Marks.length ? load<u64>(Marks.table + (at >> 3)) >> (at & 7) : unmarked(p)
}

/** The same for text that was not inspected where it stands. */
function unmarked(p: usize): u64 {
  return marksOf(v128.load(p), v128.load(p, 16), v128.load(p, 32), v128.load(p, 48))
}
