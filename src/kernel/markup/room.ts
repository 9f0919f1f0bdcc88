// Grants the room that output and side text need, before anything is written there. What is read becomes at most
// GROWTH times as long in either, and the room for that is granted at once, so that nothing has to be looked at in between;
// what else is written, be it a declared attribute, is granted by itself, on top.

import { withdrawn } from '../bytes/granted'
import { output, side } from '../bytes/memory'
import { Output } from '../bytes/output'
import { Input } from './input'

/** `<a/>` becomes `],"a":[null,` at most, `</a>` becomes `"#text":""},`, and an entity read at once `\n\n` for `&x;`. */
const GROWTH: usize = 4
/** The same where keys are longer than names. */
let growth: usize = GROWTH
/** Copies end up to 64 bytes after what they copy; attributes are first written after a gap; numbers of records. */
const SLACK: u64 = 256

let owed: usize = 0 // what was granted to the element being opened on top, and may not be written yet

/** The room for what is read from `from` on, and for `more`. */
@inline function roomFor(from: usize, more: usize): u64 {
  return <u64>growth * <u64>(Input.end - from) + SLACK + <u64>owed + <u64>more
}

export function resetRoom(): void {
  growth = GROWTH
}

/** Has room granted from the next time on for keys of so many bytes that are written for names of so many. */
export function growBy(key: usize, name: usize): void {
  growth = max(growth, GROWTH + key / (name + 3) + 1)
}

/** Takes back what was granted for the text read before, and grants room for what is read next. */
export function grantNext(): void {
  withdrawn(changetype<usize>(output))
  withdrawn(changetype<usize>(side))
  grantText()
}

/** Grants room for what is left of the text being read. */
export function grantText(): void {
  owed = 0
  Output.end += grantOutput(Output.end, Input.pos, 0)
  grantSide(0)
}

/** Begins an element, to which nothing was granted on top so far. */
@inline export function grantNothing(): void {
  owed = 0
}

/** Grants room to the element being opened, of which the tag begins at `at`, for `more` bytes that are not in it. */
export function grantElement(at: usize, more: usize): void {
  owed += more
  Output.end += grantOutput(Output.end, at, 0)
}

/** Grants room in the output, written so far up to `out`, for the text from `from` on; answers by how much it moved. */
export function grantOutput(out: usize, from: usize, more: usize): usize {
  return output.grant(out - output.from, roomFor(from, more))
}

/** Grants room beside it for what is left of the text. */
export function grantSide(more: usize): void {
  Output.sideEnd += side.grant(Output.sideEnd - side.from, roomFor(Input.pos, more))
}

/** Grants room after what is written up to `out`, to put something together there; answers by how much that moved. */
export function grantScratch(out: usize, length: u64): usize {
  return output.grant(out - output.from, length + SLACK)
}
