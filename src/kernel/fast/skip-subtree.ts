// Reads past all that is in an element of which nothing is wanted: text, elements in elements, up to what is uncommon.

import { FRAMES } from '../bytes/memory'
import { textStops } from '../bytes/scan'
import { END_TAG } from '../bytes/words'
import { fillFrame, FRAME_SIZE, Frames, ROOT_FRAME, In } from '../markup/frames'
import { Input } from '../markup/input'
import { At, EMPTY, isTagAt, lengthOfName, Name } from '../markup/names'
import { isBoundAsBefore, Namespaces } from '../markup/namespaces'
import { Outcome } from '../markup/outcome'
import { expectKnownElement, predictedTag } from '../markup/predict'
import { Tag } from '../markup/tag'
import { Collection } from '../record/collection'
import { NOWHERE } from '../record/fields'
import { State } from '../record/record'
import { afterCdata } from './skip-leaves'
import { afterSpace } from './space-after'

/** Reads on at `<`; DECLINED when what stands there is for others to read. */
export function skipSubtree(at: usize): i32 {
  // the element that others close
  const outer = Collection.record ? Frames.top : ROOT_FRAME
  const deepest = FRAMES + <usize>Frames.deepest * FRAME_SIZE
  const bindings = Namespaces.bindings
  const level = Input.level
  const end = Input.end
  let frame = Frames.top
  let previous = Tag.previous
  let p = at
  while (true) {
    let after: usize
    if (load<u8>(p, 1) == 0x2f) {
      // ▮</a>
      const name: Name = load<u32>(frame, In.NAME)
      if (frame == outer || !isTagAt(name, p + 2)) break
      if (load<u32>(frame, In.LEVEL) != level || load<u32>(frame, In.BINDINGS) != bindings) break
      after = p + 3 + lengthOfName(name)
      frame -= FRAME_SIZE
    } else {
      // ▮<a>
      let name = predictedTag(previous, p + 1)
      if (name == EMPTY) {
        if (!expectKnownElement(previous, p + 1)) break
        name = predictedTag(previous, p + 1)
        if (name == EMPTY) break
      }
      const length = lengthOfName(name)
      if (frame >= deepest || length + 2 > Tag.longest) break
      if (load<u32>(name, At.DECLARED) || !isBoundAsBefore(name)) break
      let text = plainTextEnd(p + 2 + length, end)
      if (!text) break
      if (load<u8>(text, 1) == 0x21) {
        const whole = afterCdata(text, end)
        if (load<u16>(whole) == END_TAG) text = whole
      }
      previous = name
      if (load<u16>(text) == END_TAG && isTagAt(name, text + 2)) {
        // <a>1▮</a>
        after = text + 3 + length
      } else {
        frame = fillFrame(frame + FRAME_SIZE, name, load<u32>(name, At.EXPANDED), bindings, level)
        store<u32>(frame, State.PASSED, In.STATE)
        store<u32>(frame, NOWHERE, In.NODE)
        p = text
        if (load<u8>(p) != 0x3c) break
        continue
      }
    }

    // </a>▮
    p = afterSpace(previous, after)
    if (load<u8>(p) == 0x3c) continue
    const text = plainTextEnd(p, end)
    if (text) p = text
    if (load<u8>(p) != 0x3c) break
  }
  Frames.top = frame
  Frames.depth = <u32>((frame - FRAMES) / FRAME_SIZE)
  if (p == at) return Outcome.DECLINED
  Tag.previous = previous
  Input.pos = p
  return Outcome.WHOLE
}

/** Where the text from `from` ends: at < or &, or 0 when that has to be found out with more care. */
@inline function plainTextEnd(from: usize, end: usize): usize {
  let p = from
  while (p < end) {
    const mask = textStops(v128.load(p))
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
