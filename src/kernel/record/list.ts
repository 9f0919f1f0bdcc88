// Writes elements as lists of what is in them, in the order of the document (JsonML): `["a",{"b":"1"},"text",["c"]]`.
// White space between children is no text unless there is other text beside it: until then it waits aside.

import { output, side } from '../bytes/memory'
import { Output } from '../bytes/output'
import { skipSpace } from '../bytes/scan'
import { ESCAPED_LF, ESCAPED_TAB, TEXT_END } from '../bytes/words'
import { Frame, In } from '../markup/frames'
import { Input } from '../markup/input'
import { At, Name } from '../markup/names'
import { Kind, pour, Poured, Stop } from '../markup/pour'
import { grantOutput, grantScratch } from '../markup/room'
import { copyShort } from './copy'
import { startValue, State } from './record'
import { trimEnd, trimStart } from './trim'
import { endWhole } from './values'

namespace ListFlag {
  export const HAS_CHILD: u32 = 1
  export const HAS_TEXT: u32 = 2 // other than white space
  export const IS_OPEN: u32 = 4 // the last part is a text that may go on: `["a","b▮`
}

// White space that waits: where it belongs, its length, and whether it is as JSON has it; then the bytes.
const WAITING_HEADER: usize = 8
const IS_JSON: u32 = 0x8000_0000

/** Begins the list of an element, after that of `parent` if it is in one; `at` is its tag. */
export function openList(frame: Frame, parent: Frame, name: Name, at: usize): void {
  if (parent) {
    endListText(parent, false, at)
    noteChild(parent)
  }
  startValue(frame)
  store<u32>(frame, State.LIST, In.STATE)
  store<u8>(Output.end, 0x5b)
  const end = copyShort(Output.end + 1, load<u32>(name, At.KEY), load<u32>(name, At.KEY_LENGTH))
  store<u8>(end - 1, 0x2c) // "a": to "a",
  Output.end = end
}

/** Ends it, with what comes after it still to be read from `at` on. */
export function closeList(frame: Frame, at: usize): void {
  endListText(frame, true, at)
  Output.sideEnd = side.from + load<u32>(frame, In.SIDE)
  store<u8>(Output.end - 1, 0x5d)
}

/** Reads text in a list; `Poured` says where and why that stopped. */
export function readListText(frame: Frame, kind: i32): void {
  const p = Input.pos
  const flags = load<u32>(frame, In.FLAGS)
  if (!(flags & ListFlag.IS_OPEN)) {
    if (kind == Kind.TEXT) {
      const tag = passSpace(frame, p)
      if (tag > p) {
        Poured.at = tag
        Poured.stop = Stop.END
        return
      }
    }
    store<u32>(frame, flags | ListFlag.IS_OPEN, In.FLAGS)
    store<u32>(frame, <u32>(Output.end - output.from), In.LAST_VALUE)
    store<u8>(Output.end++, 0x22)
  }
  Output.end = pour<u16>(p, Input.end, Output.end, kind)
}

/** Passes white space between tags, where it is no text so far: up to `<a>` or `</a>`. Answers where that stands, or `p`. */
@inline export function passSpace(frame: Frame, p: usize): usize {
  const flags = load<u32>(frame, In.FLAGS)
  if (flags & ListFlag.HAS_TEXT || Input.level) return p
  const tag = skipSpace(p)
  const b = load<u8>(tag, 1)
  // after <!-- and <? it may go on
  if (load<u8>(tag) != 0x3c || tag + 1 >= Input.end || b == 0x21 || b == 0x3f) return p
  if (b != 0x2f && tag > p && flags & ListFlag.HAS_CHILD) wait(p, tag - p, 0)
  return tag
}

/** Notes that an element in a list has been written. */
@inline export function noteChild(frame: Frame): void {
  store<u32>(frame, load<u32>(frame, In.FLAGS) | ListFlag.HAS_CHILD, In.FLAGS)
}

/** Whether a text was written last that may go on. */
@inline export function hasOpenText(frame: Frame): bool {
  return (load<u32>(frame, In.FLAGS) & ListFlag.IS_OPEN) != 0
}

/** Puts white space aside, for the case that it counts. */
function wait(from: usize, length: usize, form: u32): void {
  const to = Output.sideEnd
  store<u32>(to, <u32>(Output.end - output.from))
  store<u32>(to, <u32>length | form, 4)
  Output.sideEnd = copyShort(to + WAITING_HEADER, from, length)
}

/** Ends the text that is open, if one is; white space at the start and the end of the element goes. */
function endListText(frame: Frame, isLast: bool, at: usize): void {
  let flags = load<u32>(frame, In.FLAGS)
  if (!(flags & ListFlag.IS_OPEN)) return
  flags &= ~ListFlag.IS_OPEN
  const from = output.from + load<u32>(frame, In.LAST_VALUE)
  const isFirst = !(flags & ListFlag.HAS_CHILD)
  let end = isFirst ? trimStart(from + 1, Output.end) : Output.end
  if (isLast) end = trimEnd(from + 1, end)
  if (end == from + 1) Output.end = from
  else if (!(flags & ListFlag.HAS_TEXT) && trimEnd(from + 1, end) == from + 1) {
    Output.end = from
    wait(from + 1, end - from - 1, IS_JSON)
  } else {
    flags |= ListFlag.HAS_TEXT
    if (isFirst && isLast) end = endWhole(from, end)
    else store<u8>(end++, 0x22)
    store<u8>(end, 0x2c)
    Output.end = end + 1
    if (Output.sideEnd > side.from + load<u32>(frame, In.SIDE)) bringBack(frame, at)
  }
  store<u32>(frame, flags, In.FLAGS)
}

/** Puts the white space that waits where it belongs. */
function bringBack(frame: Frame, at: usize): void {
  const waiting = side.from + load<u32>(frame, In.SIDE)
  const waitingEnd = Output.sideEnd
  const first = load<u32>(waiting)
  const length = Output.end - output.from - first
  Output.end += grantScratch(Output.end, length + 2 * (waitingEnd - waiting))
  let to = Output.end
  let from = output.from + first // of what is copied as it is
  for (let p = waiting; p < waitingEnd; ) {
    const place = output.from + load<u32>(p)
    const size = <usize>(load<u32>(p, 4) & ~IS_JSON)
    const isJson = (load<u32>(p, 4) & IS_JSON) != 0
    p += WAITING_HEADER
    memory.copy(to, from, place - from)
    to += place - from
    from = place
    store<u8>(to++, 0x22)
    to = isJson ? copyShort(to, p, size) : putSpace(to, p, p + size)
    store<u16>(to, TEXT_END)
    to += 2
    p += size
  }
  memory.copy(to, from, Output.end - from)
  to += Output.end - from
  const written = to - Output.end
  memory.copy(output.from + first, Output.end, written)
  Output.end = output.from + first + written
  Output.end += grantOutput(Output.end, at, 0)
  Output.sideEnd = waiting
}

/** Writes white space as JSON has it, line ends as XML has them. */
function putSpace(at: usize, from: usize, end: usize): usize {
  let to = at
  for (let p = from; p < end; p++) {
    const b = load<u8>(p)
    if (b == 0x20) store<u8>(to++, b)
    else {
      if (b == 0x0d && p + 1 < end && load<u8>(p, 1) == 0x0a) continue
      store<u16>(to, b == 0x09 ? ESCAPED_TAB : ESCAPED_LF)
      to += 2
    }
  }
  return to
}
