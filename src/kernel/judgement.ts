// Judges records before they are written: one that a filter is likely to refuse is read for its tests only, and
// read again to be written if it passes them all.

import { Collection } from './collect'
import { Fields, Purpose } from './fields'
import { Frame, FRAME_SIZE, FRAMES_START, Frames, In } from './frames'
import { Expansion, Input } from './input'
import { MEMBERS, output, RESULTS, side } from './memory'
import { unbind } from './namespaces'
import { Parser, Place, Wait } from './place'
import { Do, Program, StepAt, stepAt } from './program'
import { makeRoom, Record } from './record'

/** How much of a document is kept to be read again. A longer record is written without regard to its tests. */
const MOST_KEPT: usize = 1 << 20

@final export class Judgement {
  /** Whether the open record is being judged. */
  static isOpen: bool = false
  /** The same is expected of a record as of the one before: this says what became of that. */
  static passedLast: bool = false
  static expansion: u64 = 0 // what entities had added to the document before the record
}

export function resetJudgement(): void {
  Judgement.isOpen = false
  Judgement.passedLast = false
}

/** Whether a record that begins here is judged first. */
@inline export function isJudgedFirst(): bool {
  return Program.judges && !Judgement.passedLast && Input.level == 0
}

/** Begins a record. */
@inline export function openJudgement(): void {
  Judgement.isOpen = isJudgedFirst()
  Judgement.expansion = Expansion.bytes
  Fields.purpose = Judgement.isOpen ? Purpose.TEST : Purpose.TEST | Purpose.VALUE
}

/** Ends a record; answers whether it was only judged: then it is done with, or comes again to be written. */
@inline export function closeJudgement(): bool {
  if (!Program.judges) return false
  // written wherever it was cut, or the limit of a record would hold at some cuts only
  const isLong = Judgement.isOpen && Input.pos - Collection.start > MOST_KEPT
  Judgement.passedLast = isWantedAnywhere() || isLong
  if (!Judgement.isOpen) return false
  Judgement.isOpen = false
  Record.out = output.from + Program.record
  if (Judgement.passedLast) readAgain()
  else {
    Collection.records++
    countPassed()
  }
  Collection.record = 0
  return true
}

/** Whether the record, all of whose tests were asked, passes them to any step that makes use of it. */
function isWantedAnywhere(): bool {
  for (let step: u32 = 0; step < Program.steps; step++) {
    const at = stepAt(step)
    const after = load<i32>(at, StepAt.AFTER)
    let passes = !load<u32>(at, StepAt.IS_DONE) && (after < 0 || load<u32>(stepAt(after), StepAt.PASSED))
    const what = load<u32>(at, StepAt.DO)
    if (what == Do.TEST) {
      passes = passes && load<u8>(RESULTS + load<u32>(at, StepAt.FIRST)) == load<u8>(at, StepAt.SECOND)
    } else if (passes && what != Do.SELECT) return true
    store<u32>(at, passes ? 1 : 0, StepAt.PASSED)
  }
  return false
}

/** Counts, for the record that was only judged, the steps that it passed. */
function countPassed(): void {
  for (let step: u32 = 0; step < Program.steps; step++) {
    const at = stepAt(step)
    if (load<u32>(at, StepAt.PASSED)) store<f64>(at, load<f64>(at, StepAt.TOTAL) + 1, StepAt.TOTAL)
  }
}

/** Whether so much of a record came that its beginning must go. */
export function isBeyondJudgement(): bool {
  return Judgement.isOpen && Input.end - Collection.start > MOST_KEPT
}

/** Leaves the record that is being judged, to write it. */
export function endJudgement(): void {
  const record: Frame = Collection.record
  unbind(load<u32>(record, In.BINDINGS))
  Frames.top = record - FRAME_SIZE
  Frames.depth = <u32>((Frames.top - FRAMES_START) / FRAME_SIZE)
  Record.members = MEMBERS
  Record.sideEnd = side.from
  Record.out = output.from + Program.record
  Parser.place = Place.CONTENT
  Parser.wait = Wait.NOTHING
  Judgement.isOpen = false
  Judgement.passedLast = true
  Collection.record = 0
  readAgain()
}

function readAgain(): void {
  Expansion.bytes = Judgement.expansion
  Input.pos = Collection.start
  makeRoom(Input.end - Input.pos)
}
