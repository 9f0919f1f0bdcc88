// Reads past all that is in an element of which nothing is wanted: text, elements in elements, up to what is uncommon.

import { Collection } from './collect'
import { NOWHERE } from './fields'
import { FRAME_SIZE, fillFrame, FRAMES_FIRST, Frames, In } from './frames'
import { Input } from './input'
import { At, EMPTY, foreseeKnown, foreseen, isAt, lengthOfName, Name } from './names'
import { FRAMES } from './memory'
import { isBoundAsBefore, Namespaces } from './namespaces'
import { State } from './record'
import { Outcome, Tag } from './tag'

/** Reads on at `<`; INCOMPLETE when what stands there is for others to read. */
export function readPast(at: usize): i32 {
  // the element that others close
  const outer = Collection.record ? Frames.top : FRAMES_FIRST
  const deepest = FRAMES + <usize>Frames.deepest * FRAME_SIZE
  const bindings = Namespaces.bindings
  const level = Input.level
  const end = Input.end
  let frame = Frames.top
  let previous = Tag.previous
  let p = at
  while (true) {
    // ▮<a> or ▮</a>
    if (load<u8>(p, 1) == 0x2f) {
      const name: Name = load<u32>(frame, In.NAME)
      const length = lengthOfName(name)
      if (frame == outer || !isAt(name, p + 2) || load<u8>(p + 2 + length) != 0x3e) break
      if (load<u32>(frame, In.LEVEL) != level || load<u32>(frame, In.BINDINGS) != bindings) break
      p += 3 + length
      frame -= FRAME_SIZE
    } else {
      const name = foreseen(previous, p + 1)
      if (name == EMPTY) {
        if (foreseeKnown(previous, p + 1)) continue
        break
      }
      if (frame >= deepest) break
      const length = lengthOfName(name)
      if (load<u8>(p + 1 + length) != 0x3e || length + 2 > Tag.longest) break
      if (load<u32>(name, At.DECLARED) || !isBoundAsBefore(name)) break
      previous = name
      p += 2 + length
      frame = fillFrame(frame + FRAME_SIZE, name, load<u32>(name, At.EXPANDED), bindings, level)
      store<u32>(frame, State.PASSED, In.STATE)
      store<u32>(frame, NOWHERE, In.NODE)
    }
    const text = textEnd(p, end)
    if (!text) break
    p = text
    if (load<u8>(p) != 0x3c) break
  }
  Frames.top = frame
  Frames.depth = <u32>((frame - FRAMES) / FRAME_SIZE)
  if (p == at) return Outcome.INCOMPLETE
  Tag.previous = previous
  Input.pos = p
  return Outcome.WHOLE
}

/** Where the text from `from` ends: at < or &, or 0 when that has to be found out with more care. */
@inline function textEnd(from: usize, end: usize): usize {
  let p = from
  while (p < end) {
    const mask = stops(v128.load(p))
    if (!mask) {
      p += 16
      continue
    }
    p += ctz(mask)
    if (load<u8>(p) != 0x3e) return p
    if (load<u8>(p - 1) == 0x5d) return 0
    p++
  }
  return 0
}

/** Where < & > stand: at the last it matters what stands before. */
@inline function stops(v: v128): i32 {
  // < > as one comparison
  const angles = i8x16.eq(v128.or(v, i8x16.splat(2)), i8x16.splat(0x3e))
  return i8x16.bitmask(v128.or(angles, i8x16.eq(v, i8x16.splat(0x26))))
}
