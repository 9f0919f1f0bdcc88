// Writes one record as JSON while it is read: attributes, children, then text; a name that repeats as an array.
// What is written is right for children that come in groups; others are put together when their parent ends.

import { fail } from '../bytes/fault'
import { output, side } from '../bytes/memory'
import { Output } from '../bytes/output'
import { ARRAY_END, TEXT_END } from '../bytes/words'
import { FAULT_FIELDS_FULL, FLAG_ARRAY, FLAG_ARRAY_IN_RECORD, FLAG_ARRAY_OF_CHILDREN } from '../layout'
import { Frame, In } from '../markup/frames'
import { Input } from '../markup/input'
import { Keys } from '../markup/keys'
import { At, bytesOf, lengthOfName, Name } from '../markup/names'
import { grantElement, grantOutput, grantSide } from '../markup/room'
import { shiftCaptures } from './captures'
import { Collection } from './collection'
import { copyShort } from './copy'
import { FrameFlag, hasChildren, hasMember, MEMBER_SIZE, MemberAt, members, Members, moveMembers, noteMember } from './members'
import { noteMembers, Notes, noteText } from './notes'
import { regroup } from './regroup'
import { trimEnd, trimmed } from './trim'
import { endAttribute, endText, endWhole, Values } from './values'

/** What was written of an element's value. */
export namespace State {
  export const PASSED: u32 = 0 // nothing, it is not wanted
  export const EMPTY: u32 = 1 // nothing yet
  export const TEXT: u32 = 2 // `"text`
  export const OBJECT: u32 = 3 // `{"@a":"1","b":null,`
  export const INNER: u32 = 4 // `"text`, whatever comes
  export const LIST: u32 = 5 // `["a","text",["b"],`
}

/** Begins the value of an element. */
@inline export function startValue(frame: Frame): void {
  store<u32>(frame, State.EMPTY, In.STATE)
  store<u32>(frame, <u32>(Output.end - output.from), In.VALUE)
  store<u32>(frame, <u32>(Output.sideEnd - side.from), In.SIDE)
  store<u32>(frame, 0, In.LAST_NAME)
  store<u32>(frame, 0, In.FLAGS)
  store<u64>(frame, 0, In.NAMES)
  store<u32>(frame, <u32>Members.end, In.MEMBERS)
  if (Values.areSpaced) Output.sideEnd++
}

/** Makes an object of a value that was empty or text so far and ends at `out`; answers the new end. */
export function openObject(frame: Frame, out: usize): usize {
  const from = output.from + load<u32>(frame, In.VALUE)
  if (load<u32>(frame, In.STATE) == State.TEXT) {
    // the text moves to the side: it comes last
    grantSide(out - from)
    Output.sideEnd = copyShort(Output.sideEnd, from + 1, out - from - 1)
  }
  store<u8>(from, 0x7b)
  store<u32>(frame, State.OBJECT, In.STATE)
  return from + 1
}

/**
 * Begins a child of an element whose value is written up to `end`: its key, unless the child before had that name
 * too. Answers the new end; 0 with a fault.
 */
@inline export function startMember(parent: Frame, name: Name, end: usize): usize {
  return startMemberOf(parent, load<u32>(name, At.WRITTEN_AS), end, FLAG_ARRAY | FLAG_ARRAY_IN_RECORD | FLAG_ARRAY_OF_CHILDREN)
}

/** The same, where only some flags of names make an array of one value. */
@inline export function startMemberOf(parent: Frame, name: Name, end: usize, arrays: u32): usize {
  let out = end
  if (load<u32>(parent, In.STATE) != State.OBJECT) out = openObject(parent, out)
  const flags = load<u32>(parent, In.FLAGS)
  if (load<u32>(parent, In.LAST_NAME) == name) return flags & FrameFlag.ARRAY ? out : openArray(parent, out)
  if (flags & FrameFlag.ARRAY) {
    out = closeArray(out)
    store<u32>(parent, flags & ~FrameFlag.ARRAY, In.FLAGS)
  }
  if (Members.end + MEMBER_SIZE > members.limit && !moveMembers()) {
    fail(FAULT_FIELDS_FULL, 0)
    return 0
  }
  const member = Members.end
  noteMember(parent, name, member)
  store<u64>(member, <u64>name | (<u64>(out - output.from) << 32)) // NAME and FROM
  store<u32>(member, 0, MemberAt.IS_ARRAY)
  Members.end = member + MEMBER_SIZE
  out = copyShort(out, load<u32>(name, At.KEY), load<u32>(name, At.KEY_LENGTH))
  store<u32>(parent, name, In.LAST_NAME)
  store<u32>(parent, <u32>(out - output.from), In.LAST_VALUE)
  return load<u32>(name, At.FLAGS) & arrays ? startArray(parent, name, out, arrays) : out
}

/** Begins an array before its first value, if that is right in the record where it has to be. */
function startArray(parent: Frame, name: Name, out: usize, arrays: u32): usize {
  const found = load<u32>(name, At.FLAGS) & arrays
  if (found == FLAG_ARRAY_IN_RECORD && parent != Collection.record) return out
  store<u8>(out, 0x5b)
  enterArray(parent)
  return out + 1
}

/** Notes that the values of the parent's last child are in an array that is open. */
@inline function enterArray(parent: Frame): void {
  store<u32>(parent, load<u32>(parent, In.FLAGS) | FrameFlag.ARRAY, In.FLAGS)
  store<u32>(Members.end - MEMBER_SIZE, 1, MemberAt.IS_ARRAY)
}

// `1,` to `[1,`
function openArray(parent: Frame, out: usize): usize {
  const value = load<u32>(parent, In.LAST_VALUE)
  const from = output.from + value
  // from the end, so that nothing is written over before it is read; what stands first is read at once
  const first = v128.load(from)
  for (let p = out; p > from + 16;) {
    p -= 16
    v128.store(p + 1, v128.load(p))
  }
  v128.store(from + 1, first)
  store<u8>(from, 0x5b)
  shiftCaptures(value)
  enterArray(parent)
  return out + 1
}

// `[1,2,` to `[1,2],`
@inline function closeArray(out: usize): usize {
  store<u16>(out - 1, ARRAY_END)
  return out + 1
}

/** Where text and value of the element ended last are. */
@final export class Ended {
  static textFrom: usize = 0
  static textTo: usize = 0
  static valueFrom: usize = 0
  /** 1 if there are quotes around the text, 0 for a number or a boolean. */
  static quotes: usize = 1
  /** Whether it has text, under whatever key. */
  static hasText: bool = false
}

/** Ends the value of an element, `Output.end` is its end; false with a fault. */
export function endValue(frame: Frame): bool {
  const state = load<u32>(frame, In.STATE)
  if (state == State.OBJECT) return endObject(frame)
  if (Values.areSpaced) Output.sideEnd--
  const from = output.from + load<u32>(frame, In.VALUE)
  const out = endText(from, state == State.TEXT ? Output.end : from + 1)
  const first = load<u8>(from)
  Ended.hasText = first != 0x6e // null
  Ended.quotes = first == 0x22 ? 1 : 0
  Ended.valueFrom = from
  Ended.textFrom = from + Ended.quotes
  Ended.textTo = Ended.hasText ? out - Ended.quotes : from
  Output.end = out
  return true
}

const END_OF_OBJECT: usize = 16 // "#text":""},

function endObject(frame: Frame): bool {
  let textFrom = side.from + load<u32>(frame, In.SIDE)
  let textTo = Values.areSpaced ? spacedEnd(frame, ++textFrom) : trimmed(textFrom, Output.sideEnd)
  if (Values.areAbsorbed) textTo = textFrom
  Output.sideEnd = side.from + load<u32>(frame, In.SIDE)
  let isLast = textTo > textFrom
  Ended.hasText = isLast
  if (isLast && Keys.textName && hasMember(frame, Keys.textName)) {
    if (!addText(frame, textFrom, textTo - textFrom)) return false
    isLast = false
  }

  const flags = load<u32>(frame, In.FLAGS)
  let out = Output.end
  if (flags & FrameFlag.ARRAY) out = closeArray(out)
  const members = <usize>load<u32>(frame, In.MEMBERS)
  if (flags & FrameFlag.MANY) {
    for (let member = Members.end; member > members;) {
      member -= MEMBER_SIZE
      store<u32>(load<u32>(member), load<u32>(member, MemberAt.SAVED), At.MEMBER)
    }
  }
  if (flags & FrameFlag.MIXED_UP) out = regroup(members, Members.end, out)
  const isNoted = Notes.isWanted && frame == Collection.record
  if (isNoted && !noteMembers(members, Members.end, (flags & FrameFlag.MIXED_UP) != 0)) return false
  const isAbsorbed = Values.areAbsorbed && flags & FrameFlag.ARRAY && Members.end == members + MEMBER_SIZE
  Members.end = members
  if (isAbsorbed) return absorb(frame, out)

  if (isLast) {
    out += grantOutput(out, Input.pos, Keys.textLength + (textTo - textFrom) + END_OF_OBJECT)
    if (isNoted && !noteText(out)) return false
    out = copyShort(out, Keys.text, Keys.textLength)
    const value = out
    store<u8>(out, 0x22)
    out = endWhole(value, copyShort(out + 1, textFrom, textTo - textFrom))
    Ended.quotes = load<u8>(value) == 0x22 ? 1 : 0
    Ended.textFrom = value + Ended.quotes
    Ended.textTo = out - Ended.quotes
    store<u8>(out, 0x7d)
    Output.end = out + 1
  } else {
    if (load<u8>(out - 1) == 0x7b) out++ // {}
    // `{"a":null,` to `{"a":null}`
    store<u8>(out - 1, 0x7d)
    Output.end = out
  }
  if (!isLast || Keys.hasOwnText) Ended.textFrom = Ended.textTo = out
  Ended.valueFrom = output.from + load<u32>(frame, In.VALUE) // the output may have moved
  return true
}

/** Makes an object that ends at `out` the one array in it: `{"a":[1,2],` to `[1,2]`. */
function absorb(frame: Frame, out: usize): bool {
  const from = output.from + load<u32>(frame, In.VALUE)
  const array = output.from + load<u32>(frame, In.LAST_VALUE)
  const length = out - 1 - array
  memory.copy(from, array, length)
  Output.end = from + length
  return true
}

/** The end of text that keeps its white space: beside children, that alone is none. */
function spacedEnd(frame: Frame, from: usize): usize {
  const isNone = hasChildren(frame) && trimEnd(from, Output.sideEnd) == from
  return isNone ? from : Output.sideEnd
}

/** Adds text to the children, of which one has its key as a name. */
function addText(frame: Frame, from: usize, length: usize): bool {
  const end = Output.end + grantOutput(Output.end, Input.pos, Keys.textLength + length + END_OF_OBJECT)
  const out = startMemberOf(frame, Keys.textName, end, 0)
  if (!out) return false
  store<u8>(out, 0x22)
  Output.end = endAttribute(out, copyShort(out + 1, from, length))
  return true
}
