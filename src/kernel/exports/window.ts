// Takes in bytes and lets go of those that are not needed any more.

import { lookAtCanaries } from '../bytes/canaries'
import { fail } from '../bytes/fault'
import { endMarks, forgetMarks } from '../bytes/marks'
import { PADDING, window } from '../bytes/memory'
import { charactersIn, Inspection, isLineEnd } from '../bytes/scan'
import { parse } from '../document/parser'
import { FAULT_ENDS_EARLY, FAULT_NO_ROOT, STATUS_HUNGRY } from '../layout'
import { Frames } from '../markup/frames'
import { Input } from '../markup/input'
import { LineCheckpoint, moveCheckpoint } from '../markup/line-checkpoint'
import { inspectUpTo, locate, Position, takeBackInspection } from '../markup/position'
import { Parser, Reading } from '../markup/reading'
import { Collection } from '../record/collection'
import { endPrefilter, isBeyondPrefilter } from '../record/prefilter'

/** Where the document's next bytes go when `filled` bytes are in the window and `more` are to come. */
export function room(filled: usize, more: usize): usize {
  const before = window.from
  const moved = window.grant(filled, more + PADDING)
  if (moved) {
    Input.pos += moved
    Input.end += moved
    Position.inspected += moved
    forgetMarks()
    if (Collection.start) Collection.start += moved
    if (LineCheckpoint.at) LineCheckpoint.at += moved
  }
  return before + moved + filled
}

/** Looks at the bytes up to `whole` from the window's start; answers how far they are characters of XML. */
export function inspect(whole: usize): usize {
  return inspectUpTo(window.from + whole) - window.from
}

/** Takes back an inspection after `end` from the window's start. */
export function truncate(end: usize): void {
  takeBackInspection(window.from + end)
}

export function isAscii(): bool {
  return Inspection.isAscii
}

/** Whether U+FFFE or U+FFFF may be among what was inspected. */
export function mayHoldFffe(): bool {
  return Inspection.mayHoldFffe
}

/** Reads what was inspected, up to `end` from the window's start; answers a status. */
export function run(end: usize, isLast: bool): i32 {
  const stop = window.from + end
  if (Input.level == 0) Input.end = stop
  Input.isLast = isLast
  // the first bytes of a character that is not whole may follow: they must not be seen
  if (Collection.keeps) memory.copy(AFTER, stop, PADDING)
  const kept = load<u64>(stop)
  memory.fill(stop, 0, PADDING)
  endMarks(stop)
  let status = parse()
  if (status == STATUS_HUNGRY && isBeyondPrefilter()) {
    endPrefilter()
    status = parse()
  }
  lookAtCanaries()
  store<u64>(stop, kept)
  if (Collection.keeps) memory.copy(stop, AFTER, PADDING)
  return status
}

/** What stands after a character that is none, and may be read yet. */
const AFTER = memory.data(PADDING)

/** Has the current token read again in the next run, though what it waits for has not come. */
export function stopWaiting(): void {
  Parser.wait = 0
}

/** Whether the document may end here; false with a fault. */
export function finish(): bool {
  if (Frames.depth) return fail(FAULT_ENDS_EARLY, Input.pos)
  const isBetween = Parser.hasFragments && !Parser.hasDoctype && !Parser.hasDeclaration
  return Reading.hasRoot || isBetween || fail(FAULT_NO_ROOT, Input.pos)
}

/** Where reading goes on, from the window's start. */
export function position(): usize {
  return Input.pos - window.from
}

/** Goes on after the document type declaration. */
export function skipTo(at: usize): void {
  Input.pos = window.from + at
}

/** How many of the bytes in the window are not needed any more. */
export function spent(): usize {
  return firstNeeded() - window.from
}

/** The first byte that is still to be read, or may have to be read again. */
function firstNeeded(): usize {
  return isRecordKept() ? Collection.start : Input.pos
}

function isRecordKept(): bool {
  return Collection.isFiltered || (Collection.keeps && Collection.record != 0)
}

/** Takes what is before that out of the window, of which `filled` bytes are in use; answers how many are left. */
export function discard(filled: usize): usize {
  const needed = firstNeeded()
  const length = needed - window.from
  if (!length) return filled
  if (isRecordKept()) Collection.start = window.from
  else if (Collection.record && Collection.start) {
    locate(Collection.start)
    Position.recordOffset = Position.offset
    Position.recordLine = Position.line
    Position.recordColumn = Position.column
    Collection.start = 0
  }
  if (LineCheckpoint.at) moveCheckpoint(needed)
  let start = needed
  while (start > window.from && !isLineEnd(start - 1, Position.inspected)) start--
  const characters = <f64>charactersIn(start, needed)
  Position.before = start > window.from ? characters : Position.before + characters
  memory.copy(window.from, needed, filled - length)
  forgetMarks()
  Input.base += length
  Input.pos -= length
  if (LineCheckpoint.at) LineCheckpoint.at = window.from
  Position.inspected -= length
  return filled - length
}
