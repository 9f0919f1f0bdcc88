// Provides the exports of the kernel: the host gives it limits, a program and bytes, and asks what stopped it.

import { Collection } from './collect'
import { declare } from './declared'
import { Mode, Reading } from './element'
import { Code, fail, Fault } from './fault'
import { Fields, NOWHERE } from './fields'
import { FRAME_SIZE, Frames, In, resetFrames } from './frames'
import { addEntity, Entities, Expansion, Input, placeOf, resetInput, shownPlaceOf } from './input'
import {
  allocate, COLUMNS, MEMBERS, NODES, output, PADDING, release, side, STEPS, TAPE, TESTS, window,
} from './memory'
import { At, bytesOf, EMPTY, intern, lengthOfName, limitNames, Name, NAME_SIZE, Names, resetNames } from './names'
import { expandedOf, indexOfExpanded, resetNamespaces } from './namespaces'
import { parse, Parser, Place, resetParser } from './parser'
import { discard as discardRead, inspectUpTo, locate as locateIn, Position, resetPosition, truncate as truncateAt } from './position'
import { flushDirect, flushExits, Program, startProgram, STEP_SIZE, StepAt } from './program'
import { Record } from './record'
import { Inspection } from './scan'
import { Tag } from './tag'
import { EVENT_SIZE, INSTRUCTION, put, resetTape, Tape } from './tape'

/** Begins a document. */
export function reset(
  mode: u32, hasNamespaces: bool, seed: f64, depth: f64, attributes: f64, name: f64, names: f64, tag: f64,
  record: f64, expansion: f64, amplification: f64,
): void {
  release()
  window.reset()
  output.reset()
  side.reset()
  window.ensure(0, 65536)
  output.ensure(0, 65536)
  side.ensure(0, 65536)
  Fault.code = Code.NONE
  resetNames(reinterpret<u64>(seed))
  intern(EMPTY_WORD, 0)
  intern(XML_WORD, 3)
  intern(XMLNS_WORD, 5)
  intern(XML_URI_WORD, 36)
  intern(XMLNS_URI_WORD, 29)
  limitNames(<u32>bounded(name), bounded(names))
  resetNamespaces()
  resetInput()
  Input.pos = window.from
  Input.end = window.from
  resetPosition()
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
  Record.members = MEMBERS
  Collection.longest = bounded(record)
  Collection.record = 0
  Collection.records = 0
  Collection.hasAny = false
  Collection.nameKey = 0
  Collection.nameNode = NOWHERE
  Collection.nameTextNode = NOWHERE
  Collection.textClashes = false
  Program.steps = 0
  Program.exits = 0
  Program.direct = -1
  Program.isWhole = false
  Program.isDone = false
  Program.record = 0
  Program.lines = 0
  Fields.tests = 0
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

// The program of a run over records.

/** Sets the record pattern. */
export function setPattern(first: u32, sticky: u32, final: u32): void {
  store<u32>(Frames.top, first, In.EXPECTED)
  Collection.sticky = sticky
  Collection.final = final
}

/** Sets the field that receives the record's name: its key as JSON, and the nodes of it and its text. */
export function setNameField(key: usize, length: usize, node: u32, textNode: u32, textClashes: bool): void {
  Collection.nameKey = key
  Collection.nameKeyLength = length
  Collection.nameNode = node
  Collection.nameTextNode = textNode
  Collection.textClashes = textClashes
}

/** Starts the program that stands in the tables. */
export function setProgram(steps: u32, exits: u32, tests: u32, direct: i32, isWhole: bool): void {
  Program.steps = steps
  Program.exits = exits
  Program.direct = direct
  Program.isWhole = isWhole
  Fields.tests = tests
  startProgram()
}

export function isDone(): bool {
  return Program.isDone
}

/** The tables: nodes, tests, steps, columns. */
export function tableAt(which: u32): usize {
  return which == 0 ? NODES : which == 1 ? TESTS : which == 2 ? STEPS : COLUMNS
}

/** Room that stays for the document, with zeros behind it. */
export function keep(length: usize): usize {
  const at = allocate(length + PADDING)
  memory.fill(at + length, 0, PADDING)
  return at
}

// Names.

export function nameBytes(name: Name): usize {
  return bytesOf(name)
}

export function nameLength(name: Name): usize {
  return lengthOfName(name)
}

export function internName(from: usize, length: usize): Name {
  return intern(from, length)
}

export function setFields(name: Name, fields: u32, attributeFields: u32, flags: u32): void {
  store<u32>(name, fields, At.FIELDS)
  store<u32>(name, attributeFields, At.ATTRIBUTE_FIELDS)
  store<u32>(name, load<u32>(name, At.FLAGS) | flags, At.FLAGS)
}

/** How often elements of the n-th name were met before the first record; -1 behind the last name. */
export function seen(n: u32): i32 {
  const name = nameAt(n)
  return name < Names.next ? load<u32>(name, At.SEEN) : -1
}

export function nameAt(n: u32): Name {
  return EMPTY + <usize>n * NAME_SIZE
}

export { addEntity }

export function entities(): u32 {
  return Entities.count
}

export function declareAttribute(element: Name, name: Name, isTokenised: bool, hasValue: bool, length: usize): usize {
  return declare(element, name, isTokenised, hasValue, length)
}

// Bytes.

/** Where the document's next bytes go when `filled` bytes are in the window and `more` are to come. */
export function room(filled: usize, more: usize): usize {
  const before = window.from
  const moved = window.ensure(filled, more + PADDING)
  if (moved) {
    Input.pos += moved
    Input.end += moved
    Position.inspected += moved
    if (Collection.start) Collection.start += moved
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

export function isAscii(): bool {
  return Inspection.isAscii
}

/** Reads what was inspected, up to `end` from the window's start; answers a status. */
export function run(end: usize, isLast: bool): i32 {
  const stop = window.from + end
  if (Input.level == 0) Input.end = stop
  Input.isLast = isLast
  // the first bytes of a character that is not whole may follow: nobody must see them
  const kept = load<u64>(stop)
  memory.fill(stop, 0, PADDING)
  const status = parse()
  store<u64>(stop, kept)
  return status
}

/** Has the token at hand read again in the next run, though what it waits for has not come. */
export function stopWaiting(): void {
  Parser.wait = 0
}

/** Whether the document may end here; false with a fault. */
export function finish(): bool {
  if (Frames.depth) return fail(Code.ENDS_EARLY, Input.pos)
  return Reading.hasRoot || fail(Code.NO_ROOT, Input.pos)
}

/** Takes what was read out of the window; answers how many of the bytes in it are left. */
export function discard(filled: usize): usize {
  return discardRead(filled)
}

/** Where reading goes on, from the window's start. */
export function position(): usize {
  return Input.pos - window.from
}

/** Goes on behind the document type declaration. */
export function skipTo(at: usize): void {
  Input.pos = window.from + at
}

// What came of it.

export function flushAll(): void {
  flushDirect()
  flushExits()
}

export function records(): f64 {
  return Collection.records
}

export function countAt(step: u32): f64 {
  return load<f64>(STEPS + <usize>step * STEP_SIZE, StepAt.COUNT)
}

export function tape(): usize {
  return TAPE
}

export function tapeLength(): u32 {
  return <u32>((Tape.end - TAPE) / EVENT_SIZE)
}

export function texts(): usize {
  return output.from
}

/** Tells of an instruction that the host has read. */
export function tellInstruction(target: Name, from: usize, length: usize): void {
  if (Reading.mode != Mode.TAPE) return
  const start = Record.out
  Record.out = start + output.ensure(start - output.from, length + 65536) + length
  memory.copy(Record.out - length, from, length)
  put(INSTRUCTION, indexOfExpanded(expandedOf(target, EMPTY)), Record.out - length, Record.out)
}

/** The host has taken the events; the data of an instruction that is being read stays. */
export function clearTape(): void {
  Tape.end = TAPE
  let kept: usize = 0
  if (Parser.place == Place.INSTRUCTION) {
    const data = output.from + Parser.data
    kept = Record.out - data
    memory.copy(output.from, data, kept)
    Parser.data = 0
  }
  Record.out = output.from + kept
}

export function faultCode(): i32 {
  return Fault.code
}

export function faultAt(): usize {
  return Fault.at
}

export function faultFrom(): usize {
  return Fault.from
}

export function faultLength(): usize {
  return Fault.length
}

export function faultOther(): Name {
  return Fault.other
}

/** Finds the place of the fault, or that of the record for one that is about a whole record. */
export function locateFault(): void {
  const isAboutRecord = Fault.code == Code.RECORD || Fault.code == Code.NAME_CLASH
  if (isAboutRecord && !Collection.start) {
    Position.offset = Position.recordOffset
    Position.line = Position.recordLine
    Position.column = Position.recordColumn
  } else locateIn(isAboutRecord ? Collection.start : shownPlaceOf(Fault.at))
}

/** Finds the place of a byte in the window. */
export function locate(at: usize): void {
  locateIn(window.from + at)
}

/** How many bytes of the document come before something in the text being read: at once, unlike its place. */
export function bytesBefore(at: usize): f64 {
  return <f64>Input.base + <f64>(placeOf(at) - window.from)
}

/** Finds the place of something in the text being read. */
export function locateAddress(at: usize): void {
  locateIn(shownPlaceOf(at))
}

export function offset(): f64 {
  return Position.offset
}

export function line(): f64 {
  return Position.line
}

export function column(): f64 {
  return Position.column
}

export function hasRoot(): bool {
  return Reading.hasRoot
}

export function depth(): u32 {
  return Frames.depth
}

/** The name of the n-th open element, from the root. */
export function openName(n: u32): Name {
  return load<u32>(Frames.top - <usize>(Frames.depth - 1 - n) * FRAME_SIZE, In.NAME)
}
