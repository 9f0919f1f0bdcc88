// Reads what begins with <! or <?: comments, CDATA, instructions. What may be long is read as it comes.

import { lengthOf, nameEnd } from '../bytes/characters'
import { fail, Fault } from '../bytes/fault'
import { output } from '../bytes/memory'
import { Output } from '../bytes/output'
import { find, skipSpace } from '../bytes/scan'
import { XML_UPPER_CASE } from '../bytes/words'
import {
  EVENT_INSTRUCTION, FAULT_CDATA_OUTSIDE_ROOT, FAULT_CHARACTER_IN_NAME, FAULT_COLON_MISPLACED,
  FAULT_DOCTYPE_MISPLACED, FAULT_ENDS_IN_CDATA, FAULT_ENDS_IN_COMMENT, FAULT_ENDS_IN_INSTRUCTION, FAULT_EXPECTED_NAME,
  FAULT_HYPHENS_IN_COMMENT, FAULT_INSTRUCTION_TARGET, FAULT_MARKUP_NOT_KNOWN, FAULT_NAME, FAULT_SECOND_DOCTYPE,
  FAULT_TAG, MODE_TAPE, PLACE_CDATA, PLACE_COMMENT, PLACE_CONTENT, PLACE_INSTRUCTION,
} from '../layout'
import { Frames } from '../markup/frames'
import { Input, notBalanced } from '../markup/input'
import { intern, Names } from '../markup/names'
import { expandAttribute, indexOfExpanded } from '../markup/namespaces'
import { fault, Outcome } from '../markup/outcome'
import { isCdataAt, Kind, Stop } from '../markup/pour'
import { nextDocument, Parser, Reading } from '../markup/reading'
import { Tag } from '../markup/tag'
import { put } from '../markup/tape'
import { Collection } from '../record/collection'
import { closeInstruction, Inner, isInner, openInstruction } from '../record/inner'
import { readText } from './text'

/** Begins a comment, CDATA, or the document type declaration, at `<!`. */
export function declaration(p: usize): i32 {
  if (isCdataAt(p) && Frames.depth) {
    Parser.place = PLACE_CDATA
    Input.pos = p + 9
    return Outcome.WHOLE
  }
  const room = Input.end - p
  if (isWord(p, room, DASHES, 4)) {
    if (room < 4) return Outcome.INCOMPLETE
    Parser.place = PLACE_COMMENT
    Input.pos = p + 4
    return Outcome.WHOLE
  }
  if (isWord(p, room, CDATA_START, 9)) {
    return room < 9 ? Outcome.INCOMPLETE : fault(FAULT_CDATA_OUTSIDE_ROOT, p)
  }
  if (isWord(p, room, DOCTYPE_START, 9)) {
    if (room < 9) return Outcome.INCOMPLETE
    if (Reading.hasRoot && (Frames.depth || !nextDocument())) return fault(FAULT_DOCTYPE_MISPLACED, p)
    if (Parser.hasDoctype) return fault(FAULT_SECOND_DOCTYPE, p)
    Parser.hasDoctype = true
    Input.pos = p + 9
    return DOCTYPE
  }
  return fault(FAULT_MARKUP_NOT_KNOWN, p, p, lengthOfUnknown(p))
}

/** The length of `<!…` up to the character with which it becomes unknown. */
function lengthOfUnknown(p: usize): usize {
  const b = load<u8>(p, 2)
  const word = b == 0x2d ? DASHES : b == 0x5b ? CDATA_START : DOCTYPE_START
  let length: usize = 2
  while (load<u8>(p + length) == load<u8>(word + length)) length++
  return length + lengthOf(load<u8>(p + length))
}

/** Tokens that the host reads. */
export const DOCTYPE: i32 = 3
export const DECLARATION: i32 = 4

const LONGEST_DECLARATION: usize = 4096

/** Begins the XML declaration of a document after another one; FAULT where there cannot be one. */
function nextDeclaration(p: usize): i32 {
  if (Reading.hasRoot) nextDocument()
  else if (Parser.hasDoctype || Parser.hasDeclaration) return Outcome.FAULT
  if (find(p, Input.end, 0x3e) >= Input.end && Input.end - p < LONGEST_DECLARATION) return Outcome.INCOMPLETE
  Parser.hasDeclaration = true
  Input.pos = p
  return DECLARATION
}

const DASHES = memory.data<u8>([0x3c, 0x21, 0x2d, 0x2d])
const CDATA_START = memory.data<u8>([0x3c, 0x21, 0x5b, 0x43, 0x44, 0x41, 0x54, 0x41, 0x5b])
const DOCTYPE_START = memory.data<u8>([0x3c, 0x21, 0x44, 0x4f, 0x43, 0x54, 0x59, 0x50, 0x45])

/** Whether a word stands at `p`, or what there is of it when the text ends in it. */
function isWord(p: usize, room: usize, word: usize, length: usize): bool {
  return memory.compare(p, word, min(room, length)) == 0
}

/** Begins a processing instruction at `<?`. */
export function instruction(p: usize): i32 {
  const from = p + 2
  const end = nameEnd(from)
  if (end - from > Names.longest) return fault(FAULT_NAME, from)
  if (end >= Input.end) return Outcome.INCOMPLETE
  if (end == from) return fault(FAULT_EXPECTED_NAME, from, p, 2)
  const b = load<u8>(end)
  if (b == 0x3f) {
    if (end + 1 >= Input.end) return Outcome.INCOMPLETE
    if (load<u8>(end, 1) != 0x3e) return fault(FAULT_CHARACTER_IN_NAME, end)
  } else if (b > 0x20) return fault(FAULT_CHARACTER_IN_NAME, end)
  const length = end - from
  const isXml = length == 3 && (load<u32>(from) & 0xdfdfdf) == XML_UPPER_CASE
  const isColoned = Tag.hasNamespaces && find(from, end, 0x3a) < end
  if (isXml && Parser.hasFragments && !Frames.depth && load<u8>(from) == 0x78) {
    const outcome = nextDeclaration(p)
    if (outcome != Outcome.FAULT) return outcome
  }
  if (isXml) return fault(FAULT_INSTRUCTION_TARGET, p, from, length)
  if (isColoned) return fault(FAULT_COLON_MISPLACED, from, from, length)
  const target = intern(from, length)
  if (!target) return Outcome.FAULT
  Parser.target = target
  if (isInnerXml()) openInstruction(target)
  Parser.data = Output.end - output.from
  Parser.place = PLACE_INSTRUCTION
  Input.pos = end
  return Outcome.WHOLE
}

/** Reads on in a comment, CDATA or an instruction; false when the text ends in it, or with a fault. */
export function insideToken(): bool {
  if (Parser.place == PLACE_CDATA) {
    const reason = readText(Kind.CDATA)
    if (reason == Stop.CDATA_END) {
      Parser.place = PLACE_CONTENT
      return true
    }
    if (reason == Stop.FAULT) return false
  } else if (Parser.place == PLACE_COMMENT ? comment() : Reading.mode == MODE_TAPE || isInnerXml() ? data() : pastData()) {
    if (Fault.code) return false
    Parser.place = PLACE_CONTENT
    return true
  }
  if (Fault.code) return false
  if (Input.level > 0) return notBalanced()
  return Input.isLast ? fail(endsIn(Parser.place), Input.end) : false
}

function endsIn(place: i32): i32 {
  if (place == PLACE_COMMENT) return FAULT_ENDS_IN_COMMENT
  return place == PLACE_CDATA ? FAULT_ENDS_IN_CDATA : FAULT_ENDS_IN_INSTRUCTION
}

/** Reads to the end of a comment; false when the text ends before. */
function comment(): bool {
  let p = Input.pos
  const end = Input.end
  while (true) {
    p = find(p, end, 0x2d)
    Input.pos = p
    if (p + 1 >= end) return false
    if (load<u8>(p, 1) == 0x2d) {
      if (p + 2 >= end) return false
      if (load<u8>(p, 2) != 0x3e) return fail(FAULT_HYPHENS_IN_COMMENT, p + 2) || true
      Input.pos = p + 3
      return true
    }
    p += 2
    if (p > end) p = end
  }
}

/** Whether what is read is part of a text that is XML. */
function isInnerXml(): bool {
  return Collection.record != 0 && isInner() && Inner.isXml
}

/** Reads past an instruction; false when the text ends before. */
function pastData(): bool {
  let p = Input.pos
  const end = Input.end
  while (true) {
    p = find(p, end, 0x3f)
    Input.pos = p
    if (p + 1 >= end) return false
    p++
    if (load<u8>(p) == 0x3e) {
      Input.pos = p + 1
      return true
    }
  }
}

/** Reads an instruction's data after the texts of the tape; false when the text ends before. */
function data(): bool {
  const end = Input.end
  const start = output.from + Parser.data
  let out = Output.end
  let p = out == start ? skipSpace(Input.pos) : Input.pos
  for (; p < end; p++) {
    const b = load<u8>(p)
    if (b == 0x3f) {
      if (p + 1 >= end) break
      if (load<u8>(p, 1) == 0x3e) {
        Input.pos = p + 2
        Output.end = out
        if (Reading.mode != MODE_TAPE) {
          closeInstruction(start, p + 2)
          return true
        }
        const target = expandAttribute(Parser.target, p)
        if (target) put(EVENT_INSTRUCTION, indexOfExpanded(target), start, out)
        return true
      }
    }
    if (b == 0x0d && Input.level == 0) {
      if (p + 1 >= end && !Input.isLast) break
      if (load<u8>(p, 1) != 0x0a) store<u8>(out++, 0x0a)
    } else store<u8>(out++, b)
    if (out - start > Tag.longest) return fail(FAULT_TAG, p)
  }
  Output.end = out
  Input.pos = p
  return false
}
