// Reads a document token by token, from a text that may end anywhere and go on later.

import { lengthOf, nameEnd } from './characters'
import { readChildren } from './children'
import { Collection } from './collect'
import { closeElement, Mode, openElement, Reading } from './element'
import { Code, fail, Fault } from './fault'
import { Frame, Frames, In } from './frames'
import { Input, leaveEntity, notBalanced } from './input'
import { skipChildren } from './skip'
import { output, window } from './memory'
import { At, bytesOf, EMPTY, intern, isAt, lengthOfName, Name, Names } from './names'
import { expandAttribute, indexOfExpanded } from './namespaces'
import { Kind, Stop } from './pour'
import { Program } from './program'
import { makeRoom, Record, State } from './record'
import { find, skipSpace } from './scan'
import { INSTRUCTION, isTapeFull, put } from './tape'
import { Outcome, scanTag, Tag } from './tag'
import { readText } from './text'

/** Why reading stopped. */
export namespace Status {
  export const HUNGRY: i32 = 0 // all is read
  export const FULL: i32 = 1 // the host should take the events
  export const DOCTYPE: i32 = 2 // behind <!DOCTYPE, which the host reads
  export const DONE: i32 = 3 // nothing more is wanted
  export const FAULT: i32 = 4
}

/** Where in the document: between tokens or inside one that may be long. */
export namespace Place {
  export const CONTENT: i32 = 0
  export const COMMENT: i32 = 1
  export const CDATA: i32 = 2
  export const INSTRUCTION: i32 = 3
}

/** What a token that is not whole waits for. */
namespace Wait {
  export const NOTHING: i32 = 0
  export const TAG_END: i32 = 1 // > outside of quotes
  export const END: i32 = 2 // >
  export const SPACE: i32 = 3 // white space or ?
  export const SEMICOLON: i32 = 4 // ; or what cannot be in a reference
}

@final export class Parser {
  static place: i32 = 0
  static hasDoctype: bool = false
  static wait: i32 = 0
  static waited: usize = 0 // how many bytes of the token were looked at
  static attempted: usize = 0 // bytes of it that were there when it was last read
  static quote: u8 = 0
  static target: Name = 0 // of the instruction being read
  static data: usize = 0 // where its data begins, from the start of the output
}

export function resetParser(): void {
  Parser.place = Place.CONTENT
  Parser.hasDoctype = false
  Parser.wait = Wait.NOTHING
  Reading.hasRoot = false
  Tag.previous = EMPTY
  Tag.number = 0
}

/** Reads on from `Input.pos`. */
export function parse(): i32 {
  if (Parser.wait != Wait.NOTHING && !isWaitOver()) return Status.HUNGRY
  Parser.wait = Wait.NOTHING
  makeRoom(Input.end - (Input.level == 0 ? Input.pos : window.from))
  while (true) {
    if (Parser.place == Place.CONTENT) {
      const status = content()
      if (status >= 0) return status
    } else if (!insideToken()) {
      return Fault.code ? Status.FAULT : Status.HUNGRY
    }
  }
}

/** Reads content until it stops; -1 for inside a comment, CDATA or an instruction. */
function content(): i32 {
  const mode = Reading.mode
  while (true) {
    const p = Input.pos
    if (p >= Input.end) {
      if (Input.level == 0) return Status.HUNGRY
      if (!leaveEntity(Frames.depth)) return Status.FAULT
      continue
    }
    if (load<u8>(p) == 0x3c) {
      const b = load<u8>(p, 1)
      if (b == 0x2f) {
        // </▮
        const outcome = endTag(p)
        if (outcome != Outcome.WHOLE) return cut(outcome, p, Wait.END)
        if (mode == Mode.RECORDS && Program.isDone) return Status.DONE
      } else if (b == 0x21) {
        const outcome = declaration(p)
        if (outcome != Outcome.WHOLE) return outcome == DOCTYPE ? Status.DOCTYPE : cut(outcome, p, Wait.NOTHING)
        if (Parser.place != Place.CONTENT) return -1
      } else if (b == 0x3f) {
        const outcome = instruction(p)
        if (outcome != Outcome.WHOLE) return cut(outcome, p, Wait.SPACE)
        return -1
      } else {
        if (Collection.record || (mode == Mode.CHECK && Frames.depth)) {
          const outcome = isWritten() ? readChildren(p) : skipChildren(p)
          if (outcome == Outcome.FAULT) return Status.FAULT
          if (outcome == Outcome.WHOLE) continue
        }
        const outcome = scanTag(p, Input.end)
        // after a lonely < anything may come
        if (outcome != Outcome.WHOLE) return cut(outcome, p, p + 1 < Input.end ? Wait.TAG_END : Wait.NOTHING)
        Input.pos = Tag.end
        if (!openElement(p)) return Status.FAULT
        if (mode == Mode.RECORDS && Program.isDone) return Status.DONE
      }
      if (mode == Mode.TAPE && isTapeFull()) return Status.FULL
    } else {
      const reason = readText(Kind.TEXT)
      if (reason == Stop.FAULT) return Status.FAULT
      if (reason == Stop.HELD) {
        const isReference = load<u8>(Input.pos) == 0x26
        return cut(Outcome.INCOMPLETE, Input.pos, isReference ? Wait.SEMICOLON : Wait.NOTHING)
      }
    }
  }
}

/** Whether the innermost element is part of what is written of a record. */
@inline function isWritten(): bool {
  return Collection.record != 0 && load<u32>(Frames.top, In.STATE) != State.PASSED
}

const DOCTYPE: i32 = 3

/** The token at `p` is not whole: it is read again when more is there, unless no more will be. */
function cut(outcome: i32, p: usize, wait: i32): i32 {
  if (outcome == Outcome.FAULT) return Status.FAULT
  Input.pos = p
  if (Input.level > 0) {
    notBalanced()
    return Status.FAULT
  }
  if (Input.isLast) {
    const isInTag = wait == Wait.TAG_END || wait == Wait.END
    const isInInstruction = wait == Wait.SPACE
    fail(isInTag ? Code.ENDS_IN_TAG : isInInstruction ? Code.ENDS_IN_INSTRUCTION : Code.ENDS_IN_MARKUP, Input.end)
    return Status.FAULT
  }
  Parser.wait = wait
  Parser.waited = 1
  Parser.attempted = Input.end - p
  Parser.quote = 0
  return Status.HUNGRY
}

/** Looks at the bytes that came, each once, for what the token at `Input.pos` waits for. */
function isWaitOver(): bool {
  // it may be wrong in what is there: each time it has doubled, that is looked at
  if (Input.isLast || Input.end - Input.pos > 2 * Parser.attempted + 4096) return true
  let p = Input.pos + Parser.waited
  let quote = Parser.quote
  for (; p < Input.end; p++) {
    const b = load<u8>(p)
    if (Parser.wait == Wait.TAG_END) {
      if (quote) {
        if (b == quote) quote = 0
      } else if (b == 0x22 || b == 0x27) quote = b
      else if (b == 0x3e) return true
    } else if (Parser.wait == Wait.END) {
      if (b == 0x3e) return true
    } else if (Parser.wait == Wait.SPACE) {
      if (b <= 0x20 || b == 0x3f) return true
    } else if (b == 0x3b || b <= 0x20 || b == 0x26 || b == 0x3c || b == 0x5d) return true
  }
  Parser.waited = p - Input.pos
  Parser.quote = quote
  return false
}

/** Reads `</name >`. */
@inline function endTag(p: usize): i32 {
  const frame = Frames.top
  const name: Name = load<u32>(frame, In.NAME)
  if (Frames.depth && isAt(name, p + 2)) {
    const end = p + 2 + lengthOfName(name)
    if (load<u8>(end) == 0x3e && load<u32>(frame, In.LEVEL) == Input.level) {
      Input.pos = end + 1
      return closeElement() ? Outcome.WHOLE : Outcome.FAULT
    }
  }
  return otherEndTag(p, frame)
}

function otherEndTag(p: usize, frame: Frame): i32 {
  const from = p + 2
  const stop = nameEnd(from)
  if (stop - from > Names.longest) return fault(Code.NAME, from)
  if (stop >= Input.end) return Outcome.INCOMPLETE
  if (stop == from) return fault(Code.EXPECTED_NAME, from, p, 2)
  const close = skipSpace(stop)
  if (close - from > Names.longest + 4096) return fault(Code.EXPECTED_TAG_END, stop)
  if (close >= Input.end) return Outcome.INCOMPLETE
  if (load<u8>(close) != 0x3e) {
    return fault(close == stop ? Code.CHARACTER_IN_NAME : Code.EXPECTED_TAG_END, close)
  }
  const length = stop - from
  if (!Frames.depth) return fault(Code.TAG_NOT_OPENED, p, from, length)
  const name: Name = load<u32>(frame, In.NAME)
  if (load<u32>(frame, In.LEVEL) != Input.level) {
    notBalanced()
    return Outcome.FAULT
  }
  if (length != lengthOfName(name) || !isAt(name, from)) return fault(Code.TAG_NOT_CLOSED, p, from, length)
  Input.pos = close + 1
  return closeElement() ? Outcome.WHOLE : Outcome.FAULT
}

function fault(code: i32, at: usize, from: usize = 0, length: usize = 0): i32 {
  fail(code, at, from, length)
  return Outcome.FAULT
}

/** Begins a comment, CDATA, or the document type declaration, at `<!`. */
function declaration(p: usize): i32 {
  // <![CDATA[
  if (load<u64>(p, 1) == 0x5b41544144435b21 && Frames.depth) {
    Parser.place = Place.CDATA
    Input.pos = p + 9
    return Outcome.WHOLE
  }
  const room = Input.end - p
  if (isWord(p, room, DASHES, 4)) {
    if (room < 4) return Outcome.INCOMPLETE
    Parser.place = Place.COMMENT
    Input.pos = p + 4
    return Outcome.WHOLE
  }
  if (isWord(p, room, CDATA_START, 9)) {
    return room < 9 ? Outcome.INCOMPLETE : fault(Code.CDATA_OUTSIDE_ROOT, p)
  }
  if (isWord(p, room, DOCTYPE_START, 9)) {
    if (room < 9) return Outcome.INCOMPLETE
    if (Reading.hasRoot) return fault(Code.DOCTYPE_MISPLACED, p)
    if (Parser.hasDoctype) return fault(Code.SECOND_DOCTYPE, p)
    Parser.hasDoctype = true
    Input.pos = p + 9
    return DOCTYPE
  }
  return fault(Code.MARKUP_NOT_KNOWN, p, p, lengthOfUnknown(p))
}

/** The length of `<!…` up to the character with which it becomes unknown. */
function lengthOfUnknown(p: usize): usize {
  const b = load<u8>(p, 2)
  const word = b == 0x2d ? DASHES : b == 0x5b ? CDATA_START : DOCTYPE_START
  let length: usize = 2
  while (load<u8>(p + length) == load<u8>(word + length)) length++
  return length + lengthOf(load<u8>(p + length))
}

const DASHES = memory.data<u8>([0x3c, 0x21, 0x2d, 0x2d])
const CDATA_START = memory.data<u8>([0x3c, 0x21, 0x5b, 0x43, 0x44, 0x41, 0x54, 0x41, 0x5b])
const DOCTYPE_START = memory.data<u8>([0x3c, 0x21, 0x44, 0x4f, 0x43, 0x54, 0x59, 0x50, 0x45])

/** Whether a word stands at `p`, or what there is of it when the text ends in it. */
function isWord(p: usize, room: usize, word: usize, length: usize): bool {
  return memory.compare(p, word, min(room, length)) == 0
}

/** Begins a processing instruction at `<?`. */
function instruction(p: usize): i32 {
  const from = p + 2
  const end = nameEnd(from)
  if (end - from > Names.longest) return fault(Code.NAME, from)
  if (end >= Input.end) return Outcome.INCOMPLETE
  if (end == from) return fault(Code.EXPECTED_NAME, from, p, 2)
  const b = load<u8>(end)
  if (b == 0x3f) {
    if (end + 1 >= Input.end) return Outcome.INCOMPLETE
    if (load<u8>(end, 1) != 0x3e) return fault(Code.CHARACTER_IN_NAME, end)
  } else if (b > 0x20) return fault(Code.CHARACTER_IN_NAME, end)
  const length = end - from
  const isXml = length == 3 && (load<u32>(from) & 0xdfdfdf) == 0x4c4d58
  const isColoned = Tag.hasNamespaces && find(from, end, 0x3a) < end
  if (isXml) return fault(Code.INSTRUCTION_TARGET, p, from, length)
  if (isColoned) return fault(Code.COLON_MISPLACED, from, from, length)
  const target = intern(from, length)
  if (!target) return Outcome.FAULT
  Parser.target = target
  Parser.data = Record.out - output.from
  Parser.place = Place.INSTRUCTION
  Input.pos = end
  return Outcome.WHOLE
}

/** Reads on in a comment, CDATA or an instruction; false when the text ends in it, or with a fault. */
function insideToken(): bool {
  if (Parser.place == Place.CDATA) {
    const reason = readText(Kind.CDATA)
    if (reason == Stop.CDATA_END) {
      Parser.place = Place.CONTENT
      return true
    }
    if (reason == Stop.FAULT) return false
  } else if (Parser.place == Place.COMMENT ? comment() : Reading.mode == Mode.TAPE ? data() : pastData()) {
    if (Fault.code) return false
    Parser.place = Place.CONTENT
    return true
  }
  if (Fault.code) return false
  if (Input.level > 0) return notBalanced()
  return Input.isLast ? fail(endsIn(Parser.place), Input.end) : false
}

function endsIn(place: i32): i32 {
  if (place == Place.COMMENT) return Code.ENDS_IN_COMMENT
  return place == Place.CDATA ? Code.ENDS_IN_CDATA : Code.ENDS_IN_INSTRUCTION
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
      if (load<u8>(p, 2) != 0x3e) return fail(Code.HYPHENS_IN_COMMENT, p + 2) || true
      Input.pos = p + 3
      return true
    }
    p += 2
    if (p > end) p = end
  }
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

/** Reads an instruction's data behind the texts of the tape; false when the text ends before. */
function data(): bool {
  const end = Input.end
  const start = output.from + Parser.data
  let out = Record.out
  let p = out == start ? skipSpace(Input.pos) : Input.pos
  for (; p < end; p++) {
    const b = load<u8>(p)
    if (b == 0x3f) {
      if (p + 1 >= end) break
      if (load<u8>(p, 1) == 0x3e) {
        Input.pos = p + 2
        Record.out = out
        const target = expandAttribute(Parser.target, p)
        if (target) put(INSTRUCTION, indexOfExpanded(target), start, out)
        return true
      }
    }
    if (b == 0x0d && Input.level == 0) {
      if (p + 1 >= end && !Input.isLast) break
      if (load<u8>(p, 1) != 0x0a) store<u8>(out++, 0x0a)
    } else store<u8>(out++, b)
    if (out - start > Tag.longest) return fail(Code.TAG, p)
  }
  Record.out = out
  Input.pos = p
  return false
}
