// Provides the exports of the kernel: the host gives it limits, a program and bytes, and asks what stopped it.

import { lookAtCanaries, placeCanaries } from './canaries'
import { Collection } from './collect'
import { resetCaptures } from './captures'
import { Reading } from './element'
import { fail, Fault } from './fault'
import { Fields, NOWHERE } from './fields'
import { Frames, resetFrames } from './frames'
import { addEntity, Expansion, Input, resetInput } from './input'
import { endJudgement, isBeyondJudgement, resetJudgement } from './judgement'
import { ATTRIBUTES_PREFIXED, FAULT_ENDS_EARLY, FAULT_NONE, FAULT_NO_ROOT, NO_EXIT, STATUS_HUNGRY } from './layout'
import { endMarks, forgetMarks, resetMarks } from './marks'
import { output, PADDING, release, side, window } from './memory'
import { intern, Keys, limitNames, resetNames } from './names'
import { resetNamespaces } from './namespaces'
import { parse } from './parser'
import { Parser, resetParser } from './place'
import { discard as discardSpent, firstNeeded, inspectUpTo, Position, resetPosition, truncate as truncateAt } from './position'
import { Program } from './program'
import { Provenance } from './provenance'
import { members, Record } from './record'
import { Inspection } from './scan'
import { Tag } from './tag'
import { resetTally } from './tally'
import { resetTape } from './tape'
import { Waypoint } from './waypoint'

export { addEntity }
export {
  setFragments, hasDeclaration, forgetName, setPattern, setNameField, setAttributes, setProgram, isDone, tableAt, keep, nameBytes, nameLength, internName, setFields, seen,
  nameAt, boundAt, uriOf, lastEntity, declareAttribute, declaredLast, setDeclaredLast,
} from './settings'
export { timesReferred } from './tally'
export {
  flushAll, records, countAt, passedAt, tape, tapeLength, texts, tellInstruction, clearTape, faultCode, faultAt, faultFrom,
  faultLength, faultOther, locateFault, locate, locateOffset, bytesBefore, offset, line, column, hasRoot, place, depth,
  openName,
} from './report'
export {
  keepRecords, recordStart, isRecordInEntity, faultEnd, tokenStart, abandon, wasRecord, hasRecords, openDepth, passTo,
  leaveBehind,
} from './resume'
export { leaveTo } from './again'
export { passDamaged } from './damaged'
export { tellProvenance } from './provenance'

/** Begins a document. */
export function reset(
  mode: u32, hasNamespaces: bool, seed: f64, depth: f64, attributes: f64, name: f64, names: f64, tag: f64,
  record: f64, expansion: f64, amplification: f64,
): void {
  release()
  placeCanaries()
  window.reset()
  output.reset()
  side.reset()
  resetMarks()
  window.grant(0, PADDING)
  output.grant(0, 0)
  side.grant(0, 0)
  Fault.code = FAULT_NONE
  resetNames(reinterpret<u64>(seed))
  intern(EMPTY_WORD, 0)
  intern(XML_WORD, 3)
  intern(XMLNS_WORD, 5)
  intern(XML_URI_WORD, 36)
  intern(XMLNS_URI_WORD, 29)
  limitNames(<u32>bounded(name), bounded(names))
  resetNamespaces()
  resetInput()
  resetTally()
  Input.pos = window.from
  Input.end = window.from
  resetPosition()
  Waypoint.at = 0
  resetParser()
  resetFrames(<u32>bounded(depth), 0)
  Expansion.limit = <u64>expansion
  Expansion.amplification = <u64>amplification
  Tag.hasNamespaces = hasNamespaces
  Tag.mostAttributes = <u32>bounded(attributes)
  Tag.longest = bounded(tag)
  Reading.mode = mode
  Record.out = output.from
  Record.sideEnd = side.from
  members.reset()
  Record.members = members.from
  resetCaptures()
  Collection.longest = bounded(record)
  Collection.record = 0
  Collection.records = 0
  Collection.hasAny = false
  Collection.keeps = false
  Collection.nameKey = 0
  Collection.nameNode = NOWHERE
  Collection.nameTextNode = NOWHERE
  Collection.textClashes = false
  Keys.attributes = ATTRIBUTES_PREFIXED
  Keys.prefixLength = 0
  Program.steps = 0
  Program.exits = 0
  Program.direct = NO_EXIT
  Program.isWhole = false
  Program.judges = false
  Provenance.isTold = false
  Program.isDone = false
  Program.record = 0
  Program.lines = 0
  Fields.tests = 0
  resetJudgement()
  resetTape()
}

/** A limit as memory has it: more than that cannot be reached. */
function bounded(limit: f64): usize {
  return <usize>min(limit, 2e9)
}

const EMPTY_WORD = memory.data(16)
const XML_WORD = memory.data<u8>([0x78, 0x6d, 0x6c, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
const XMLNS_WORD = memory.data<u8>([0x78, 0x6d, 0x6c, 0x6e, 0x73, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
// http://www.w3.org/XML/1998/namespace
const XML_URI_WORD = memory.data<u8>([
  0x68, 0x74, 0x74, 0x70, 0x3a, 0x2f, 0x2f, 0x77, 0x77, 0x77, 0x2e, 0x77, 0x33, 0x2e, 0x6f, 0x72, 0x67, 0x2f,
  0x58, 0x4d, 0x4c, 0x2f, 0x31, 0x39, 0x39, 0x38, 0x2f, 0x6e, 0x61, 0x6d, 0x65, 0x73, 0x70, 0x61, 0x63, 0x65,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
])
// http://www.w3.org/2000/xmlns/
const XMLNS_URI_WORD = memory.data<u8>([
  0x68, 0x74, 0x74, 0x70, 0x3a, 0x2f, 0x2f, 0x77, 0x77, 0x77, 0x2e, 0x77, 0x33, 0x2e, 0x6f, 0x72, 0x67, 0x2f,
  0x32, 0x30, 0x30, 0x30, 0x2f, 0x78, 0x6d, 0x6c, 0x6e, 0x73, 0x2f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
])

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
    if (Waypoint.at) Waypoint.at += moved
  }
  return before + moved + filled
}

/** Looks at the bytes up to `whole` from the window's start; answers how far they are characters of XML. */
export function inspect(whole: usize): usize {
  return inspectUpTo(window.from + whole) - window.from
}

/** Takes back an inspection behind `end` from the window's start. */
export function truncate(end: usize): void {
  truncateAt(window.from + end)
}

/** Whether U+FFFE or U+FFFF may be among what was inspected. */
export function mayHoldFffe(): bool {
  return Inspection.mayHoldFffe
}

export function isAscii(): bool {
  return Inspection.isAscii
}

/** Reads what was inspected, up to `end` from the window's start; answers a status. */
export function run(end: usize, isLast: bool): i32 {
  const stop = window.from + end
  if (Input.level == 0) Input.end = stop
  Input.isLast = isLast
  // the first bytes of a character that is not whole may follow: nobody must see them
  if (Collection.keeps) memory.copy(BEHIND, stop, PADDING)
  const kept = load<u64>(stop)
  memory.fill(stop, 0, PADDING)
  endMarks(stop)
  let status = parse()
  if (status == STATUS_HUNGRY && isBeyondJudgement()) {
    endJudgement()
    status = parse()
  }
  lookAtCanaries()
  store<u64>(stop, kept)
  if (Collection.keeps) memory.copy(stop, BEHIND, PADDING)
  return status
}

/** What stands behind a character that is none, and may be read yet. */
const BEHIND = memory.data(PADDING)

/** Has the token at hand read again in the next run, though what it waits for has not come. */
export function stopWaiting(): void {
  Parser.wait = 0
}

/** Whether the document may end here; false with a fault. */
export function finish(): bool {
  if (Frames.depth) return fail(FAULT_ENDS_EARLY, Input.pos)
  const isBetween = Parser.hasFragments && !Parser.hasDoctype && !Parser.hasDeclaration
  return Reading.hasRoot || isBetween || fail(FAULT_NO_ROOT, Input.pos)
}

/** How many of the bytes in the window nobody needs any more. */
export function spent(): usize {
  return firstNeeded() - window.from
}

/** Takes those out of the window; answers how many of the bytes in it are left. */
export function discard(filled: usize): usize {
  return discardSpent(filled)
}

/** Where reading goes on, from the window's start. */
export function position(): usize {
  return Input.pos - window.from
}

/** Goes on behind the document type declaration. */
export function skipTo(at: usize): void {
  Input.pos = window.from + at
}
