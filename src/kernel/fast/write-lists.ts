// Reads what is in a list, as most of it is: `<a>1</a> <b>2</b>`, without attributes, with names met before and text without
// anything special in it. An element that holds only text is written without being opened.

import { output } from '../bytes/memory'
import { Output } from '../bytes/output'
import { skipSpace } from '../bytes/scan'
import { ARRAY_END, END_TAG } from '../bytes/words'
import { Frames, In } from '../markup/frames'
import { Input } from '../markup/input'
import { At, EMPTY, isTagAt, lengthOfName, Name } from '../markup/names'
import { isBoundAsBefore } from '../markup/namespaces'
import { Outcome } from '../markup/outcome'
import { copyPlain } from '../markup/pour'
import { expectKnownElement, predictedTag } from '../markup/predict'
import { Tag } from '../markup/tag'
import { Collection } from '../record/collection'
import { hasOpenText, noteChild, passSpace } from '../record/list'
import { copyShort } from '../record/copy'
import { Program } from '../record/program'
import { trimEnd } from '../record/trim'
import { endWhole } from '../record/values'

/** Reads on at `<`; DECLINED when what stands there is for others to read. */
export function writeLists(at: usize): i32 {
  const frame = Frames.top
  if (Frames.depth >= Frames.deepest || hasOpenText(frame)) return Outcome.DECLINED
  const most = output.from + Program.record + Collection.longest
  let p = at
  let previous = Tag.previous
  while (load<u8>(p, 1) != 0x2f) {
    // ▮<a>
    const name = predictedTag(previous, p + 1)
    if (name == EMPTY) {
      if (expectKnownElement(previous, p + 1) && predictedTag(previous, p + 1) != EMPTY) continue
      break
    }
    if (lengthOfName(name) + 2 > Tag.longest || load<u32>(name, At.DECLARED) || !isBoundAsBefore(name)) break
    const after = writeLeaf(name, p + 2 + lengthOfName(name), most)
    if (!after) break
    previous = name
    noteChild(frame)
    p = passSpace(frame, after)
    if (load<u8>(p) != 0x3c) break
  }
  if (p == at) return Outcome.DECLINED
  Tag.previous = previous
  Input.pos = p
  return Outcome.WHOLE
}

/** Writes the element of which the text begins at `from`; answers where its end tag ends, or 0 if it is not common. */
@inline function writeLeaf(name: Name, from: usize, most: usize): usize {
  let p = load<u8>(from) <= 0x20 ? skipSpace(from) : from
  const start = Output.end
  store<u8>(start, 0x5b)
  // `["a":` to `["a",`
  const text = copyShort(start + 1, load<u32>(name, At.KEY), load<u32>(name, At.KEY_LENGTH))
  store<u16>(text - 1, 0x222c)
  const plain = copyPlain(p, text + 1)
  p += plain
  if (load<u16>(p) != END_TAG || !isTagAt(name, p + 2)) return 0
  const end = plain ? trimEnd(text + 1, text + 1 + plain) : text + 1
  const to = plain ? endWhole(text, end) : text - 1
  if (to + 1 > most) return 0
  store<u16>(to, ARRAY_END)
  Output.end = to + 2
  return p + 3 + lengthOfName(name)
}
