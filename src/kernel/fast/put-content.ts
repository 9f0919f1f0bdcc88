// Puts on the tape what is common: `<a b="1">text</a> <c/>`, with names met before. An element that holds only text is not
// opened, and attributes go onto the tape while they are read.

import { output, window } from '../bytes/memory'
import { Output } from '../bytes/output'
import { LF, SPACE, TAB } from '../bytes/scan'
import { ATTRIBUTE_VALUE, EMPTY_TAG_END, END_TAG } from '../bytes/words'
import { EVENT_ATTRIBUTE, EVENT_END, FLAG_ALL_BUT_ARRAYS, FLAG_DESCRIBED } from '../layout'
import { enterReferred } from '../markup/enter'
import { Frames, In, pushFrame } from '../markup/frames'
import { Input, placeOf } from '../markup/input'
import { At, EMPTY, isAt, lengthOfName, Name } from '../markup/names'
import { Expanded, indexOfExpanded, isBoundAsBefore, Namespaces } from '../markup/namespaces'
import { Outcome } from '../markup/outcome'
import { copyPlain, Kind, pour, Poured, Stop } from '../markup/pour'
import { expectKnownElement, predictedAttribute, predictedElement } from '../markup/predict'
import { popFrame } from '../markup/scopes'
import { Tag } from '../markup/tag'
import { hasRoomForEvents, isTapeFull, put, putStart, putText, Tape } from '../markup/tape'

/** Reads on at the `<` of a start tag inside the root; DECLINED when what stands there is for others to read. */
export function putContent(at: usize): i32 {
  const level = Input.level
  let p = at
  let previous = Tag.previous
  while (!isTapeFull()) {
    if (load<u8>(p, 1) == 0x2f) {
      // ▮</a>, but that of the root
      const frame = Frames.top
      const name: Name = load<u32>(frame, In.NAME)
      if (Frames.depth < 2 || load<u32>(frame, In.LEVEL) != level || !isEndTag(p, name)) break
      putEnd(load<u32>(frame, In.EXPANDED))
      popFrame(frame)
      p += 3 + lengthOfName(name)
    } else {
      // ▮<a
      const name = predictedElement(previous, p + 1)
      if (name == EMPTY) {
        if (expectKnownElement(previous, p + 1)) continue
        break
      }
      if (Frames.depth >= Frames.deepest || load<u32>(name, At.DECLARED) || !isBoundAsBefore(name)) break
      const expanded: Expanded = load<u32>(name, At.EXPANDED)
      const start = Tape.end
      const texts = Output.end
      putStart(indexOfExpanded(expanded), Input.base + <u64>(placeOf(p) - window.from))
      let close = p + 1 + lengthOfName(name)
      if (load<u8>(close) != 0x3e) close = putAttributes(close, name)
      if (!close || close + 2 - p > Tag.longest) {
        Tape.end = start // a tag is written whole or not at all
        Output.end = texts
        break
      }
      previous = name
      if (load<u8>(close) == 0x2f) {
        // <a/▮>
        putEnd(expanded)
        p = close + 2
      } else {
        // <a>▮text</a>
        p = copyText(close + 1)
        if (Poured.stop == Stop.END && load<u16>(p) == END_TAG && isEndTag(p, name)) {
          putEnd(expanded)
          p += 3 + lengthOfName(name)
        } else {
          pushFrame(name, expanded, Namespaces.bindings, level)
          if (Poured.stop != Stop.END || load<u8>(p) != 0x3c) break
          continue
        }
      }
    }
    // </a>▮
    p = copyText(p)
    if (Poured.stop != Stop.END || load<u8>(p) != 0x3c) break
  }
  if (p == at) return Outcome.DECLINED
  Tag.previous = previous
  Input.pos = p
  if (Poured.stop == Stop.FAULT) return Outcome.FAULT
  return Poured.stop == Stop.ENTITY && enterReferred() == Stop.FAULT ? Outcome.FAULT : Outcome.WHOLE
}

/** Puts attributes from `from` on, after the name of the element; answers where > or /> stands, or 0. */
function putAttributes(from: usize, element: Name): usize {
  let p = from
  let previous = element
  let left = Tag.mostAttributes
  const number = ++Tag.number
  while (load<u8>(p) == 0x20) {
    // <a ▮name="b"
    const name = predictedAttribute(previous, ++p)
    if (name == EMPTY) {
      if (load<u8>(p) == 0x2f) break
      return 0
    }
    // a name with a prefix, one that declares, one that was in no tag before
    if ((load<u32>(name, At.FLAGS) & FLAG_ALL_BUT_ARRAYS) != FLAG_DESCRIBED || load<u32>(name, At.URI) != EMPTY) return 0
    if (load<u32>(name, At.TAG) == number || !left || !hasRoomForEvents(4)) return 0
    left--
    store<u32>(name, number, At.TAG)
    previous = name
    p += lengthOfName(name)
    if (load<u16>(p) != ATTRIBUTE_VALUE) return 0
    p += 2
    const to = Output.end
    const plain = copyPlain(p, to)
    p += plain
    let end = to + plain
    if (load<u8>(p) != 0x22) {
      end = pour<u8>(p, Input.end, end, Kind.QUOTED)
      p = Poured.at
      if (load<u8>(p) != 0x22) return 0
    }
    p++
    put(EVENT_ATTRIBUTE, indexOfExpanded(load<u32>(name, At.EXPANDED)), to, end)
    Output.end = end
  }
  return load<u8>(p) == 0x3e || load<u16>(p) == EMPTY_TAG_END ? p : 0
}

/** Puts the text at `p`, if there is any; answers where that stops. */
@inline function copyText(p: usize): usize {
  Poured.stop = Stop.END
  if (load<u8>(p) == 0x3c) return p
  const from = Output.end
  const length = load<u8>(p) <= SPACE ? copySpace(p, from) : copyPlain(p, from)
  let to = from + length
  p += length
  if (load<u8>(p) != 0x3c) {
    // at > and at the end of the text it matters what stands before
    const b = load<u8>(p)
    if (b == 0x3e || b == 0) {
      p -= length
      to = from
    }
    to = pour<u8>(p, Input.end, to, Kind.TEXT)
    p = Poured.at
  }
  putText(from, to)
  Output.end = to
  return p
}

/** Copies white space that stays as it is, as carriage returns do not; answers how much. */
@inline function copySpace(from: usize, to: usize): usize {
  let p = from
  while (true) {
    const v = v128.load(p)
    v128.store(to, v)
    const kept = v128.or(i8x16.eq(v, i8x16.splat(SPACE)), v128.or(i8x16.eq(v, i8x16.splat(LF)), i8x16.eq(v, i8x16.splat(TAB))))
    const others = ~i8x16.bitmask(kept) & 0xffff
    if (others) return p + ctz(others) - from
    p += 16
    to += 16
  }
}

@inline function putEnd(name: Expanded): void {
  put(EVENT_END, indexOfExpanded(name), output.from, output.from)
}

/** Whether the end tag of `name` stands at `p`, of which the first two bytes are known. */
@inline function isEndTag(p: usize, name: Name): bool {
  return isAt(name, p + 2) && load<u8>(p + 2 + lengthOfName(name)) == 0x3e
}
