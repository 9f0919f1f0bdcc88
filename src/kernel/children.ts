// Reads the children of an element that is written, as most are: `<a>1</a> <b>2</b>`, without attributes and with
// names that were foreseen. One that holds only text is written at once; one with more is left open.

import { Collection, meetLeaf, tooLong } from './collect'
import { Frames, In, pushFrame } from './frames'
import { nodeBelow, NOWHERE } from './fields'
import { Input } from './input'
import { output, side } from './memory'
import { At, EMPTY, Flag, foreseen, isAt, lengthOfName, Name } from './names'
import { isBoundAsBefore, Namespaces } from './namespaces'
import { Kind, pour, Poured, copyPlain, Stop } from './pour'
import { Program } from './program'
import { endText, Record, startMember, startValue, State } from './record'
import { skipSpace } from './scan'
import { Outcome, Tag } from './tag'
import { enter } from './text'

/** Reads on at `<`; INCOMPLETE when what stands there is for others to read. */
export function readChildren(at: usize): i32 {
  const parent = Frames.top
  if (load<u32>(parent, In.STATE) == State.PASSED || Frames.depth >= Frames.deepest) return Outcome.INCOMPLETE
  const most = output.from + Program.record + Collection.longest
  let p = at
  let out = Record.out
  let previous = Tag.previous
  while (true) {
    const name = foreseen(previous, p + 1)
    if (name == EMPTY) break
    const length = lengthOfName(name)
    if (load<u8>(p + 1 + length) != 0x3e || length + 2 > Tag.longest) break
    if (load<u32>(name, At.DECLARED) || !isBoundAsBefore(name)) break
    previous = name
    if (load<u32>(name, At.FLAGS) & Flag.CLASHES && parent == Collection.record) Collection.hasClash = true
    out = startMember(parent, name, out)
    if (!out) return Outcome.FAULT

    // <a>▮
    p += 2 + length
    if (load<u8>(p) <= 0x20) p = skipSpace(p)
    const from = p
    store<u8>(out, 0x22)
    let to = out + 1
    const plain = copyPlain(p, to)
    p += plain
    to += plain
    const b = load<u8>(p)
    Poured.stop = Stop.END
    if (b != 0x3c) {
      // at > and at the end of the text it matters what stands before
      const isLate = b == 0x3e || b == 0
      to = pour<u16>(isLate ? from : p, Input.end, isLate ? out + 1 : to, Kind.TEXT)
      p = Poured.at
      if (Poured.stop == Stop.FAULT) return Outcome.FAULT
    }
    if (to > most) return tooLong() ? Outcome.WHOLE : Outcome.FAULT

    // <a>1▮</a>
    const node = nodeBelow(load<u32>(parent, In.NODE), load<u32>(name, At.FIELDS))
    const isEnded = isAt(name, p + 2) && load<u8>(p + 2 + length) == 0x3e
    const isWhole = Poured.stop == Stop.END && load<u16>(p) == 0x2f3c && isEnded
    if (!isWhole) return leaveOpen(name, node, out, to, p)
    p += 3 + length
    const valueFrom = out
    out = endText(out, to)
    if (node != NOWHERE && !meetLeaf(node, valueFrom, out)) return Outcome.FAULT
    store<u8>(out++, 0x2c)
    if (Record.sideEnd == side.from + load<u32>(parent, In.SIDE)) p = skipSpace(p)
    if (load<u8>(p) != 0x3c) break
    const next = load<u8>(p, 1)
    if (next == 0x2f || next == 0x21 || next == 0x3f) break
  }
  Tag.previous = previous
  Record.out = out
  if (p == at) return Outcome.INCOMPLETE
  Input.pos = p
  return Outcome.WHOLE
}

/** Opens a child whose text was read up to `p` and stands from `from` to `to`. */
function leaveOpen(name: Name, node: u32, from: usize, to: usize, p: usize): i32 {
  const frame = pushFrame(name, load<u32>(name, At.EXPANDED), Namespaces.bindings, Input.level)
  Record.out = from
  startValue(frame)
  store<u32>(frame, node, In.NODE)
  if (to > from + 1) {
    store<u32>(frame, State.TEXT, In.STATE)
    Record.out = to
  }
  Tag.previous = name
  Input.pos = p
  return Poured.stop == Stop.ENTITY && enter() == Stop.FAULT ? Outcome.FAULT : Outcome.WHOLE
}
