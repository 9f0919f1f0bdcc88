// Reads what is in an element that is written, as most of it is: `<a>1</a> text <b><c>2</c></b>`, without attributes and
// with names met before. An element that holds only text is written at once, another one is opened and read on in.

import { Collection, meetLeaf, tooLong } from './collect'
import { closeElement } from './element'
import { foreseeKnown, foreseen } from './foresee'
import { Frames, In, pushFrame } from './frames'
import { nodeBelow, NOWHERE } from './fields'
import { Input } from './input'
import { FLAG_CLASHES } from './layout'
import { output, side } from './memory'
import { At, EMPTY, isAt, lengthOfName, Name } from './names'
import { isBoundAsBefore, Namespaces } from './namespaces'
import { Kind, pour, Poured, copyPlain, Stop } from './pour'
import { Program } from './program'
import { endText, Record, startMember, startValue, State } from './record'
import { skipSpace } from './scan'
import { Outcome, Tag } from './tag'
import { enter } from './text'

/** Reads on at `<`; INCOMPLETE when what stands there is for others to read. */
export function readChildren(at: usize): i32 {
  const level = Input.level
  let frame = Frames.top
  let most = output.from + Program.record + Collection.longest
  let p = at
  let out = Record.out
  let previous = Tag.previous
  while (true) {
    if (load<u8>(p, 1) == 0x2f) {
      // ▮</a>, but that of the record
      const name: Name = load<u32>(frame, In.NAME)
      if (frame == Collection.record || load<u32>(frame, In.LEVEL) != level || !isEndTag(p, name)) break
      Record.out = out
      if (!close()) return Outcome.FAULT
      out = Record.out
      most = output.from + Program.record + Collection.longest // the output may have moved
      frame = Frames.top
      p += 3 + lengthOfName(name)
      if (load<u32>(frame, In.STATE) == State.PASSED) break // that was a wanted field
    } else {
      // ▮<a>
      const name = foreseen(previous, p + 1)
      if (name == EMPTY) {
        if (foreseeKnown(previous, p + 1)) continue
        break
      }
      if (Frames.depth >= Frames.deepest) break
      const length = lengthOfName(name)
      if (load<u8>(p + 1 + length) != 0x3e || length + 2 > Tag.longest) break
      if (load<u32>(name, At.DECLARED) || !isBoundAsBefore(name)) break
      previous = name
      if (load<u32>(name, At.FLAGS) & FLAG_CLASHES && frame == Collection.record) Collection.hasClash = true
      out = startMember(frame, name, out)
      if (!out) return Outcome.FAULT

      // <a>▮
      p += 2 + length
      if (load<u8>(p) <= 0x20) p = skipSpace(p)
      store<u8>(out, 0x22)
      const plain = copyPlain(p, out + 1)
      p += plain
      let to = out + 1 + plain
      const isPlain = load<u8>(p) == 0x3c
      if (!isPlain) {
        to = pourRest(p, to, plain)
        p = Poured.at
      }
      const isFault = (!isPlain && Poured.stop == Stop.FAULT) || (to > most && !tooLong())

      const node = nodeBelow(load<u32>(frame, In.NODE), load<u32>(name, At.FIELDS))
      if (isFault) {
        open(name, node, out, to) // the fault is in it
        return Outcome.FAULT
      }
      if ((isPlain || Poured.stop == Stop.END) && load<u16>(p) == 0x2f3c && isEndTag(p, name)) {
        // <a>1▮</a>
        p += 3 + length
        const valueFrom = out
        out = endText(out, to)
        if (node != NOWHERE && !meetLeaf(node, valueFrom, out)) return Outcome.FAULT
        store<u8>(out++, 0x2c)
      } else {
        frame = open(name, node, out, to)
        out = Record.out
        if (!isPlain && Poured.stop != Stop.END) return leave(p, previous)
        if (load<u8>(p) != 0x3c) break
        continue
      }
    }

    // </a>▮
    if (Record.sideEnd == side.from + load<u32>(frame, In.SIDE)) p = skipSpace(p)
    if (load<u8>(p) == 0x3c) continue
    if (!pourAside(p)) return Outcome.FAULT
    p = Poured.at
    if (Poured.stop != Stop.END) {
      Record.out = out
      return leave(p, previous)
    }
    if (load<u8>(p) != 0x3c) break
  }
  Tag.previous = previous
  Record.out = out
  if (p == at) return Outcome.INCOMPLETE
  Input.pos = p
  return Outcome.WHOLE
}

function close(): bool {
  return closeElement()
}

/** Whether the end tag of `name` stands at `p`, of which the first two bytes are known. */
@inline function isEndTag(p: usize, name: Name): bool {
  return isAt(name, p + 2) && load<u8>(p + 2 + lengthOfName(name)) == 0x3e
}

/** Copies text beside children to where it waits for their end; answers false with a fault. */
function pourAside(p: usize): bool {
  const to = Record.sideEnd
  const plain = copyPlain(p, to)
  Record.sideEnd = to + plain
  Poured.at = p + plain
  Poured.stop = Stop.END
  if (load<u8>(p + plain) != 0x3c) {
    Record.sideEnd = pourRest(p + plain, to + plain, plain)
    if (Poured.stop == Stop.FAULT) return false
  }
  return Record.sideEnd - side.from <= Collection.longest || tooLong()
}

/** Goes on with text from something uncommon at `p`, before which `plain` bytes were copied. */
function pourRest(p: usize, to: usize, plain: usize): usize {
  // at > and at the end of the text it matters what stands before
  const b = load<u8>(p)
  const again = b == 0x3e || b == 0 ? plain : 0
  return pour<u16>(p - again, Input.end, to - again, Kind.TEXT)
}

/** Opens a child whose text so far stands from `from` to `to`. */
function open(name: Name, node: u32, from: usize, to: usize): usize {
  const frame = pushFrame(name, load<u32>(name, At.EXPANDED), Namespaces.bindings, Input.level)
  Record.out = from
  startValue(frame)
  store<u32>(frame, node, In.NODE)
  if (to > from + 1) {
    store<u32>(frame, State.TEXT, In.STATE)
    Record.out = to
  }
  return frame
}

/** Leaves text that stopped at what is for others to read: an entity, or the end of what is there. */
function leave(p: usize, previous: Name): i32 {
  Tag.previous = previous
  Input.pos = p
  return Poured.stop == Stop.ENTITY && enter() == Stop.FAULT ? Outcome.FAULT : Outcome.WHOLE
}
