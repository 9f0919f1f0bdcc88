// Reads a document token by token, from a text that may end anywhere and go on later.

import { nameEnd } from '../bytes/characters'
import { fail, Fault } from '../bytes/fault'
import { skipSpace } from '../bytes/scan'
import { SHORTCUTS } from '../bytes/shortcuts'
import { tryContent } from '../fast/index'
import {
  FAULT_CHARACTER_IN_NAME, FAULT_ENDS_IN_INSTRUCTION, FAULT_ENDS_IN_MARKUP, FAULT_ENDS_IN_TAG, FAULT_EXPECTED_NAME,
  FAULT_EXPECTED_TAG_END, FAULT_NAME, FAULT_TAG_NOT_CLOSED, FAULT_TAG_NOT_OPENED, MODE_RECORDS, MODE_TAPE,
  PLACE_CONTENT, STATUS_DECLARATION, STATUS_DOCTYPE, STATUS_DONE, STATUS_FAULT, STATUS_FULL, STATUS_HUNGRY,
} from '../layout'
import { Frame, Frames, In } from '../markup/frames'
import { Input, leaveEntity, notBalanced } from '../markup/input'
import { isAt, lengthOfName, Name, Names } from '../markup/names'
import { fault, Outcome } from '../markup/outcome'
import { Kind, Stop } from '../markup/pour'
import { Parser, Reading, Wait } from '../markup/reading'
import { grantNext, grantText } from '../markup/room'
import { Tag } from '../markup/tag'
import { Program } from '../record/program'
import { closeElement, openElement } from './element'
import { declaration, DECLARATION, DOCTYPE, insideToken, instruction } from './sections'
import { scanTag } from './start-tag'
import { isTapeFull } from '../markup/tape'
import { readText } from './text'

/** Reads on from `Input.pos`. */
export function parse(): i32 {
  if (Parser.wait != Wait.NOTHING && !isWaitOver()) return STATUS_HUNGRY
  Parser.wait = Wait.NOTHING
  grantNext()
  while (true) {
    if (Reading.mode == MODE_TAPE && isTapeFull()) return STATUS_FULL
    if (Parser.place == PLACE_CONTENT) {
      const status = content()
      if (status >= 0) return status
    } else if (!insideToken()) {
      return Fault.code ? STATUS_FAULT : STATUS_HUNGRY
    }
  }
}

/** Reads content until it stops; -1 for inside a comment, CDATA or an instruction. */
function content(): i32 {
  const mode = Reading.mode
  while (true) {
    const p = Input.pos
    if (p >= Input.end) {
      if (Input.level == 0) return STATUS_HUNGRY
      if (!leaveEntity(Frames.depth)) return STATUS_FAULT
      grantText()
      continue
    }
    if (load<u8>(p) == 0x3c) {
      const b = load<u8>(p, 1)
      if (b == 0x2f) {
        // </▮
        const outcome = endTag(p)
        if (outcome != Outcome.WHOLE) return cut(outcome, p, Wait.END)
        if (mode == MODE_RECORDS && Program.isDone) return STATUS_DONE
      } else if (b == 0x21) {
        const outcome = declaration(p)
        if (outcome != Outcome.WHOLE) return outcome == DOCTYPE ? STATUS_DOCTYPE : cut(outcome, p, Wait.NOTHING)
        if (Parser.place != PLACE_CONTENT) return -1
      } else if (b == 0x3f) {
        const outcome = instruction(p)
        if (outcome == DECLARATION) return STATUS_DECLARATION
        if (outcome != Outcome.WHOLE) return cut(outcome, p, Wait.SPACE)
        return -1
      } else {
        const read = tryContent(p, mode)
        if (read == Outcome.FAULT) return STATUS_FAULT
        if (read == Outcome.DECLINED) {
          const outcome = scanTag(p, Input.end)
          // after a lonely < anything may come
          if (outcome != Outcome.WHOLE) return cut(outcome, p, p + 1 < Input.end ? Wait.TAG_END : Wait.NOTHING)
          Input.pos = Tag.end
        }
        if (read != Outcome.WHOLE && !openElement(Tag.from)) return STATUS_FAULT
        if (mode == MODE_RECORDS && Program.isDone) return STATUS_DONE
      }
      if (mode == MODE_TAPE && isTapeFull()) return STATUS_FULL
    } else {
      const reason = readText(Kind.TEXT)
      if (reason == Stop.FAULT) return STATUS_FAULT
      if (reason == Stop.HELD) {
        const isReference = load<u8>(Input.pos) == 0x26
        return cut(Outcome.INCOMPLETE, Input.pos, isReference ? Wait.SEMICOLON : Wait.NOTHING)
      }
      if (reason == Stop.ENTITY && mode == MODE_TAPE && isTapeFull()) return STATUS_FULL
    }
  }
}

/** The token at `p` is not whole: it is read again when more is there, unless no more will be. */
function cut(outcome: i32, p: usize, wait: i32): i32 {
  if (outcome == Outcome.FAULT) return STATUS_FAULT
  Input.pos = p
  if (Input.level > 0) {
    notBalanced()
    return STATUS_FAULT
  }
  if (Input.isLast) {
    const isInTag = wait == Wait.TAG_END || wait == Wait.END
    const isInInstruction = wait == Wait.SPACE
    fail(isInTag ? FAULT_ENDS_IN_TAG : isInInstruction ? FAULT_ENDS_IN_INSTRUCTION : FAULT_ENDS_IN_MARKUP, Input.end)
    return STATUS_FAULT
  }
  Parser.wait = wait
  Parser.waited = 1
  Parser.attempted = Input.end - p
  Parser.quote = 0
  return STATUS_HUNGRY
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
  if (SHORTCUTS && Frames.depth && isAt(name, p + 2)) {
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
  if (stop - from > Names.longest) return fault(FAULT_NAME, from)
  if (stop >= Input.end) return Outcome.INCOMPLETE
  if (stop == from) return fault(FAULT_EXPECTED_NAME, from, p, 2)
  const close = skipSpace(stop)
  if (close - from > Names.longest + 4096) return fault(FAULT_EXPECTED_TAG_END, stop)
  if (close >= Input.end) return Outcome.INCOMPLETE
  if (load<u8>(close) != 0x3e) {
    return fault(close == stop ? FAULT_CHARACTER_IN_NAME : FAULT_EXPECTED_TAG_END, close)
  }
  const length = stop - from
  if (!Frames.depth) return fault(FAULT_TAG_NOT_OPENED, p, from, length)
  const name: Name = load<u32>(frame, In.NAME)
  if (load<u32>(frame, In.LEVEL) != Input.level) {
    notBalanced()
    return Outcome.FAULT
  }
  if (length != lengthOfName(name) || !isAt(name, from)) return fault(FAULT_TAG_NOT_CLOSED, p, from, length)
  Input.pos = close + 1
  return closeElement() ? Outcome.WHOLE : Outcome.FAULT
}
