// Reads past children of what is not written, as most are: `<a>1</a> <b>2</b>`, without attributes, with names that were
// predicted and text without references. Nothing is opened for them; a wanted field is written by itself.

import { Fault } from '../bytes/fault'
import { output } from '../bytes/memory'
import { Output } from '../bytes/output'
import { find, skipSpace, textStops } from '../bytes/scan'
import { BRACKETS, END_TAG } from '../bytes/words'
import { FLAG_CLASHES } from '../layout'
import { Frames, In } from '../markup/frames'
import { Input } from '../markup/input'
import { At, EMPTY, isTagAt, lengthOfName, Name } from '../markup/names'
import { isBoundAsBefore } from '../markup/namespaces'
import { Outcome } from '../markup/outcome'
import { copyPlain, isCdataAt } from '../markup/pour'
import { predictedTag } from '../markup/predict'
import { Tag } from '../markup/tag'
import { Collection } from '../record/collection'
import { isWanted, meetLeaf, nodeBelow, NOWHERE } from '../record/fields'
import { Program } from '../record/program'
import { State } from '../record/record'
import { endText, Values } from '../record/values'
import { toNextRecord } from './next-record'
import { afterSpace } from './space-after'
import { endTagEnd } from './tag-ends'

/** Reads on at `<`; DECLINED when what stands there is for others to read. */
export function skipLeaves(at: usize): i32 {
  if (Frames.depth >= Frames.deepest) return Outcome.DECLINED
  let node = Collection.record ? load<u32>(Frames.top, In.NODE) : NOWHERE
  const end = Input.end
  let p = at
  let previous = Tag.previous
  while (load<u8>(p) == 0x3c) {
    const name = predictedTag(previous, p + 1)
    if (name == EMPTY) {
      // ▮</a> of the record
      const frame = Frames.top
      if (load<u8>(p, 1) != 0x2f || frame != Collection.record || load<u32>(frame, In.LEVEL) != Input.level) break
      const recordEnd = endTagEnd(load<u32>(frame, In.NAME), p)
      if (!recordEnd) break
      if (!toNextRecord(recordEnd, previous)) return Fault.code ? Outcome.FAULT : Outcome.WHOLE
      if (load<u32>(Frames.top, In.STATE) != State.PASSED) return Outcome.WHOLE
      node = load<u32>(Frames.top, In.NODE)
      previous = Tag.previous
      p = Input.pos
      continue
    }
    const length = lengthOfName(name)
    if (length + 2 > Tag.longest) break
    if (load<u32>(name, At.DECLARED)) break
    if (!isBoundAsBefore(name)) break
    if (load<u32>(name, At.FLAGS) & FLAG_CLASHES) break
    const field = nodeBelow(node, load<u32>(name, At.FIELDS))

    // <a>▮
    let after = p + 2 + length
    if (field != NOWHERE && isWanted(field)) {
      after = writeLeaf(field, name, after)
      if (Fault.code) return Outcome.FAULT
      if (!after) break
    } else {
      let text = nextStop(after, end)
      // <a>1▮</a>
      if (load<u16>(text) != END_TAG) {
        text = afterCdata(text, end)
        if (load<u16>(text) != END_TAG) break
      }
      if (!isTagAt(name, text + 2)) break
      after = text + 3 + length
    }
    previous = name
    p = afterSpace(name, after)
  }
  if (p == at) return Outcome.DECLINED
  Tag.previous = previous
  Input.pos = p
  return Outcome.WHOLE
}

/** Writes the text at `p` as a field, if an end tag follows and nothing in it is special; answers where that ends, or 0. */
function writeLeaf(field: u32, name: Name, from: usize): usize {
  let p = load<u8>(from) <= 0x20 && !Values.areSpaced ? skipSpace(from) : from
  const start = Output.end
  let to = start + 1
  store<u8>(start, 0x22)
  const plain = copyPlain(p, to)
  p += plain
  to += plain
  // <a>1▮</a>
  if (load<u16>(p) != END_TAG || !isTagAt(name, p + 2)) return 0
  const out = endText(start, to)
  if (out - output.from - Program.record > Collection.longest) return 0
  Output.end = out
  return meetLeaf(field, start, out) ? p + 3 + lengthOfName(name) : 0
}

/** The first < & > from `p`; somewhere after `end` if there is none. */
@inline function nextStop(p: usize, end: usize): usize {
  let mask = textStops(v128.load(p))
  while (!mask) {
    p += 16
    if (p >= end) break
    mask = textStops(v128.load(p))
  }
  return p + ctz(mask)
}

/** The end of the text that follows if CDATA begins at `p` and is whole, else `p`. */
export function afterCdata(p: usize, end: usize): usize {
  if (load<u8>(p) != 0x3c || !isCdataAt(p)) return p
  let close = find(p + 9, end, 0x5d)
  while (close < end && (load<u16>(close) != BRACKETS || load<u8>(close, 2) != 0x3e)) close = find(close + 1, end, 0x5d)
  return close < end ? nextStop(close + 3, end) : p
}
