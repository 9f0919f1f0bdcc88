// Reads what is in an element that is written, as most of it is: `<a>1</a> text <b><c>2</c></b>`, without attributes and
// with names met before. An element that holds only text is written at once, another one is opened and read on in.

import { Fault } from '../bytes/fault'
import { output, side } from '../bytes/memory'
import { Output } from '../bytes/output'
import { skipSpace } from '../bytes/scan'
import { END_TAG } from '../bytes/words'
import { FLAG_CLASHES } from '../layout'
import { enterReferred } from '../markup/enter'
import { Frames, In, pushFrame } from '../markup/frames'
import { Input } from '../markup/input'
import { At, EMPTY, lengthOfName, Name } from '../markup/names'
import { isBoundAsBefore, Namespaces } from '../markup/namespaces'
import { Outcome } from '../markup/outcome'
import { copyPlain, Poured, Stop } from '../markup/pour'
import { expectKnownElement, predictedElement } from '../markup/predict'
import { popFrame } from '../markup/scopes'
import { Tag } from '../markup/tag'
import { closeCollected, tooLong } from '../record/collect'
import { Collection } from '../record/collection'
import { meetLeaf, nodeBelow, NOWHERE } from '../record/fields'
import { Program } from '../record/program'
import { startMember, startValue, State } from '../record/record'
import { endText, Values } from '../record/values'
import { pourLeaf, pourRest } from './leaf-text'
import { toNextRecord } from './next-record'
import { copySpace, isSpaceAt, learnSpace, lengthOfSpace, spaceAfter } from './same-space'
import { afterSpace } from './space-after'
import { endTagEnd, startTagEnd } from './tag-ends'

/** Reads on at `<`; DECLINED when what stands there is for others to read. */
export function writeLeaves(at: usize): i32 {
  const level = Input.level
  let frame = Frames.top
  let most = output.from + Program.record + Collection.longest
  let p = at
  let out = Output.end
  let previous = Tag.previous
  let closed: Name = EMPTY
  while (true) {
    if (load<u8>(p, 1) == 0x2f) {
      // ▮</a>
      closed = load<u32>(frame, In.NAME)
      const end = endTagEnd(closed, p)
      if (!end || load<u32>(frame, In.LEVEL) != level) break
      Output.end = out
      p = end
      if (frame == Collection.record) {
        if (!toNextRecord(end, previous)) return Fault.code ? Outcome.FAULT : Outcome.WHOLE
        previous = Tag.previous
        p = Input.pos
      } else if (!closeInnermost()) return Outcome.FAULT
      out = Output.end
      most = output.from + Program.record + Collection.longest // the output may have moved
      frame = Frames.top
      if (load<u32>(frame, In.STATE) == State.PASSED) break // that was a wanted field, or this record is filtered first
    } else {
      // ▮<a>
      const name = predictedElement(previous, p + 1)
      if (name == EMPTY) {
        if (expectKnownElement(previous, p + 1)) continue
        break
      }
      if (Frames.depth >= Frames.deepest) break
      const end = startTagEnd(p + 1 + lengthOfName(name))
      if (!end || end - p > Tag.longest) break
      if (load<u32>(name, At.DECLARED) || !isBoundAsBefore(name)) break
      previous = name
      if (load<u32>(name, At.FLAGS) & FLAG_CLASHES && frame == Collection.record) Collection.hasClash = true
      out = startMember(frame, name, out)
      if (!out) return Outcome.FAULT

      // <a>▮ or <a/>▮
      p = end
      const isEmpty = load<u8>(p - 2) == 0x2f
      store<u8>(out, 0x22)
      let to = out + 1
      Poured.stop = Stop.END
      if (!isEmpty) {
        if (load<u8>(p) <= 0x20 && !Values.areSpaced) p = skipSpace(p)
        const plain = copyPlain(p, to)
        p += plain
        to += plain
        if (load<u16>(p) != END_TAG) {
          to = pourLeaf(p, to, plain)
          p = Poured.at
        }
      }

      const node = nodeBelow(load<u32>(frame, In.NODE), load<u32>(name, At.FIELDS))
      if (Poured.stop == Stop.FAULT || (to > most && !tooLong())) {
        open(name, node, out, to) // the fault is in it
        return Outcome.FAULT
      }
      const isEnd = Poured.stop == Stop.END && load<u16>(p) == END_TAG
      const after = isEmpty ? p : isEnd ? endTagEnd(name, p) : 0
      if (after) {
        // <a>1</a>▮
        p = after
        closed = name
        const valueFrom = out
        out = endText(out, to)
        if (node != NOWHERE && !meetLeaf(node, valueFrom, out)) return Outcome.FAULT
        store<u8>(out++, 0x2c)
      } else {
        frame = open(name, node, out, to)
        out = Output.end
        if (Poured.stop != Stop.END) return stopAt(p, previous)
        if (load<u8>(p) != 0x3c) break
        continue
      }
    }

    // </a>▮
    if (Output.sideEnd == side.from + load<u32>(frame, In.SIDE)) p = afterSpace(closed, p)
    if (load<u8>(p) == 0x3c) continue
    if (!pourAside(p, closed)) return Outcome.FAULT
    p = Poured.at
    if (Poured.stop != Stop.END) {
      Output.end = out
      return stopAt(p, previous)
    }
    if (load<u8>(p) != 0x3c) break
  }
  Tag.previous = previous
  Output.end = out
  if (p == at) return Outcome.DECLINED
  Input.pos = p
  return Outcome.WHOLE
}

/** Closes the innermost element. */
function closeInnermost(): bool {
  const frame = Frames.top
  if (!closeCollected(frame)) return false
  popFrame(frame)
  return true
}

/** Copies text beside children, after one of a name, to where it waits for their end; answers false with a fault. */
function pourAside(p: usize, name: Name): bool {
  const to = Output.sideEnd
  const space = spaceAfter(name)
  if (Values.areSpaced && isSpaceAt(space, p)) {
    Output.sideEnd = copySpace(space, to)
    Poured.at = p + lengthOfSpace(space)
    Poured.stop = Stop.END
    return Output.sideEnd - side.from <= Collection.longest || tooLong()
  }
  const plain = copyPlain(p, to)
  Output.sideEnd = to + plain
  Poured.at = p + plain
  Poured.stop = Stop.END
  if (load<u8>(p + plain) != 0x3c) {
    Output.sideEnd = pourRest(p + plain, to + plain, plain)
    if (Poured.stop == Stop.FAULT) return false
    if (Values.areSpaced && Poured.stop == Stop.END) learnSpace(space, p, Poured.at, to, Output.sideEnd)
  }
  return Output.sideEnd - side.from <= Collection.longest || tooLong()
}

/** Opens a child whose text so far stands from `from` to `to`. */
function open(name: Name, node: u32, from: usize, to: usize): usize {
  const frame = pushFrame(name, load<u32>(name, At.EXPANDED), Namespaces.bindings, Input.level)
  Output.end = from
  startValue(frame)
  store<u32>(frame, node, In.NODE)
  if (to > from + 1) {
    store<u32>(frame, State.TEXT, In.STATE)
    Output.end = to
  }
  return frame
}

/** Leaves text that stopped at what is for others to read: an entity, or the end of what is there. */
function stopAt(p: usize, previous: Name): i32 {
  Tag.previous = previous
  Input.pos = p
  return Poured.stop == Stop.ENTITY && enterReferred() == Stop.FAULT ? Outcome.FAULT : Outcome.WHOLE
}
