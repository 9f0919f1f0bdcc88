// Goes back to where a record began, to read it again: provides all that reading changes for what is read after it.

import { output, side } from '../bytes/memory'
import { Output } from '../bytes/output'
import { PLACE_CONTENT } from '../layout'
import { FRAME_SIZE, NO_FRAME } from '../markup/frames'
import { Expansion, Input } from '../markup/input'
import { Parser, Reading, Wait } from '../markup/reading'
import { grantText } from '../markup/room'
import { beginReading, takeBackReading } from '../markup/tally'
import { clearCaptures } from './captures'
import { Collection } from './collection'
import { members, Members } from './members'
import { clearNotes } from './notes'
import { Program } from './program'

/**
 * What was so before the element began that is a record, or may have been one. The rest that reading changes is either
 * the same when it is read once more (names, what was predicted, texts of entities, lines that were counted) or begins
 * anew with each record (results of tests, captures, members).
 */
@final export class Before {
  static hasRoot: bool = false
  static expansion: u64 = 0 // what entities and declared attributes had added to the document
  /** Whether that element, no record, was opened though its tag is at fault. */
  static isOpen: bool = false
}

/** Notes it, at a start tag outside of records; the document of a root has begun. */
@inline export function noteBefore(): void {
  Before.hasRoot = Reading.hasRoot
  Before.expansion = Expansion.bytes
  beginReading()
  Before.isOpen = false
}

/** Goes back to the start of the record that was read last, all elements of which are closed or left. */
export function readAgain(): void {
  leaveRecord()
  Reading.hasRoot = Before.hasRoot
  Expansion.bytes = Before.expansion
  takeBackReading()
  Input.pos = Collection.start
  grantText()
}

/** Forgets what there is of a record. */
export function leaveRecord(): void {
  Collection.record = 0
  Collection.isFiltered = false
  clearCaptures()
  clearNotes()
  Members.end = members.from
  Output.sideEnd = side.from
  Output.end = output.from + Program.record
  Parser.place = PLACE_CONTENT
  Parser.wait = Wait.NOTHING
}

/** How many elements are open around the record. */
export function depthAround(): u32 {
  return <u32>((Collection.record - NO_FRAME) / FRAME_SIZE) - 1
}
