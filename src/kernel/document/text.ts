// Reads the text of an element: to the record or the tape, or past it.

import { fail } from '../bytes/fault'
import { output, side } from '../bytes/memory'
import { Output } from '../bytes/output'
import { find, skipSpace, textStops } from '../bytes/scan'
import { BRACKETS, BYTE_ORDER_MARK } from '../bytes/words'
import { ENTITY_KEPT, ENTITY_MARKUP, FAULT_CDATA_END_IN_TEXT, FAULT_TEXT_OUTSIDE_ROOT, MODE_RECORDS, MODE_TAPE } from '../layout'
import { enterReferred } from '../markup/enter'
import { Frame, Frames, In } from '../markup/frames'
import { entityKind, entityLength, expandBy, Input } from '../markup/input'
import { Outcome } from '../markup/outcome'
import { bracketsHeld, Kind, pour, Poured, Stop, stopAtBrackets, stopAtReference } from '../markup/pour'
import { Parser, Reading } from '../markup/reading'
import { readReference, Reference } from '../markup/reference'
import { putText } from '../markup/tape'
import { tooLong } from '../record/collect'
import { Collection } from '../record/collection'
import { endInnerText, textPlace } from '../record/inner'
import { readListText } from '../record/list'
import { Program } from '../record/program'
import { State } from '../record/record'
import { Values } from '../record/values'

/** Reads text or CDATA from `Input.pos`; answers why it stopped. */
export function readText(kind: i32): i32 {
  if (Frames.depth == 0) return outsideRoot()
  if (Reading.mode == MODE_TAPE) return toTape(kind)
  if (Reading.mode == MODE_RECORDS && Collection.record) {
    const frame = Frames.top
    const state = load<u32>(frame, In.STATE)
    if (state != State.PASSED) return toRecord(frame, state, kind)
  }
  return kind == Kind.TEXT ? past() : pastCdata()
}

function outsideRoot(): i32 {
  let p = skipSpace(Input.pos)
  // a document after another one may begin with a mark
  if (Parser.hasFragments && (load<u32>(p) & 0xffffff) == BYTE_ORDER_MARK) p = skipSpace(p + 3)
  Input.pos = p
  if (p >= Input.end || load<u8>(p) == 0x3c) return Stop.END
  fail(FAULT_TEXT_OUTSIDE_ROOT, p)
  return Stop.FAULT
}

@inline function toRecord(frame: Frame, state: u32, kind: i32): i32 {
  let p = Input.pos
  if (state == State.LIST) {
    readListText(frame, kind)
    if (Output.end - output.from - Program.record > Collection.longest) return tooLong() ? 0 : Stop.FAULT
  } else if (state == State.OBJECT) {
    // <a><b/>▮
    if (Output.sideEnd == side.from + load<u32>(frame, In.SIDE) && kind == Kind.TEXT) {
      p = skipSpace(p)
      if (load<u8>(p) == 0x3c) {
        Input.pos = p
        return Stop.END
      }
    }
    Output.sideEnd = pour<u16>(p, Input.end, Output.sideEnd, kind)
    if (Output.sideEnd - side.from > Collection.longest) return tooLong() ? 0 : Stop.FAULT
  } else {
    if (state == State.EMPTY) {
      // <a>▮
      if (kind == Kind.TEXT && load<u8>(p) <= 0x20 && !Values.areSpaced) p = skipSpace(p)
      if (load<u8>(p) == 0x3c && kind == Kind.TEXT) {
        Input.pos = p
        return Stop.END
      }
      store<u8>(Output.end++, 0x22)
      store<u32>(frame, State.TEXT, In.STATE)
    }
    if (state == State.INNER) {
      const from = textPlace()
      endInnerText(from, pour<u16>(p, Input.end, from, kind), Poured.at)
    } else Output.end = pour<u16>(p, Input.end, Output.end, kind)
    if (Output.end - output.from - Program.record > Collection.longest) return tooLong() ? 0 : Stop.FAULT
  }
  return stopped()
}

@inline function stopped(): i32 {
  Input.pos = Poured.at
  return Poured.stop == Stop.ENTITY ? enterReferred() : Poured.stop
}

function toTape(kind: i32): i32 {
  const from = Output.end
  const to = pour<u8>(Input.pos, Input.end, from, kind)
  putText(from, to)
  Output.end = to
  return stopped()
}

/** Text that is not wanted: only what may be wrong in it is looked at. */
function past(): i32 {
  const from = Input.pos
  const end = Input.end
  let p = from
  while (p < end) {
    const mask = textStops(v128.load(p))
    if (!mask) {
      p += 16
      continue
    }
    p += ctz(mask)
    const b = load<u8>(p)
    if (b == 0x3c) return stopAt(p, Stop.END)
    if (b == 0x3e) {
      if (p - from >= 2 && load<u16>(p - 2) == BRACKETS) {
        fail(FAULT_CDATA_END_IN_TEXT, p - 2)
        return stopAt(p - 2, Stop.FAULT)
      }
      p++
      continue
    }
    const outcome = readReference(p, end, false)
    if (outcome != Outcome.WHOLE) return stopAt(p, stopAtReference(outcome, Kind.TEXT, p, end))
    if (!Reference.character) {
      const entity = Reference.entity
      if (entityKind(entity) != ENTITY_KEPT && !expandBy(entityLength(entity), p)) return stopAt(p, Stop.FAULT)
      if (entityKind(entity) == ENTITY_MARKUP) {
        Input.pos = Reference.end
        return enterReferred()
      }
    }
    p = Reference.end
  }
  const held = bracketsHeld(from, end)
  return stopAt(end - held, held ? Stop.HELD : Stop.END)
}

function pastCdata(): i32 {
  const end = Input.end
  let p = Input.pos
  while (true) {
    p = find(p, end, 0x5d)
    if (p >= end) return stopAt(end, Stop.END)
    const reason = stopAtBrackets(p, end)
    if (reason == Stop.CDATA_END) return stopAt(p + 3, reason)
    if (reason != Stop.END) return stopAt(p, reason)
    p++
  }
}

@inline function stopAt(p: usize, reason: i32): i32 {
  Input.pos = p
  return reason
}
