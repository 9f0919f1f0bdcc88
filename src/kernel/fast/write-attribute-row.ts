// Writes rows, elements of nothing but attributes that are written ahead already, `<row a="1"/>`: as records or as
// children, without opening them.

import { output, side } from '../bytes/memory'
import { Output } from '../bytes/output'
import { skipSpace } from '../bytes/scan'
import { MEMBER_END } from '../bytes/words'
import { FLAG_CLASHES } from '../layout'
import { Frame, Frames, In } from '../markup/frames'
import { Input } from '../markup/input'
import { At, Name } from '../markup/names'
import { isBoundAsBefore } from '../markup/namespaces'
import { Outcome } from '../markup/outcome'
import { Tag } from '../markup/tag'
import { Ahead } from '../record/ahead'
import { endRecord, startRecord, tooLong } from '../record/collect'
import { Collection } from '../record/collection'
import { isWanted, nodeBelow, NOWHERE, ROOT } from '../record/fields'
import { Flat } from '../record/flat'
import { Program } from '../record/program'
import { copyShort } from '../record/copy'
import { startMember } from '../record/record'

/** Writes the element of the tag read last, which began at `at`; DECLINED when it has to be opened. */
export function writeRow(at: usize): i32 {
  const name = Tag.name
  const parent = Frames.top
  if (!Tag.isEmpty || !Frames.depth || Frames.depth >= Frames.deepest || !isBoundAsBefore(name)) return Outcome.DECLINED
  if (Collection.record) {
    if (nodeBelow(load<u32>(parent, In.NODE), load<u32>(name, At.FIELDS)) != NOWHERE) return Outcome.DECLINED
    if (!writeChild(parent, name)) return Outcome.FAULT
    if (Output.sideEnd == side.from + load<u32>(parent, In.SIDE)) passSpace()
  } else {
    if (!Collection.hasAny || isWanted(ROOT)) return Outcome.DECLINED
    startRecord(at, name, Frames.depth)
    store<u8>(Output.end, 0x7b)
    store<u8>(Ahead.to - 1, 0x7d)
    Output.end = Ahead.to
    if (!endRecord()) return Outcome.FAULT
    passSpace()
  }
  Tag.previous = name
  return Outcome.WHOLE
}

@inline function writeChild(parent: Frame, name: Name): bool {
  if (load<u32>(name, At.FLAGS) & FLAG_CLASHES && parent == Collection.record) Collection.hasClash = true
  const out = startMember(parent, name, Output.end)
  if (!out) return false
  Flat.hasObject = true
  store<u8>(out, 0x7b)
  const end = copyShort(out + 1, Ahead.from, Ahead.to - Ahead.from)
  // `{"@a":"1",` to `{"@a":"1"},`
  store<u16>(end - 1, MEMBER_END)
  Output.end = end + 1
  return Output.end - output.from - Program.record <= Collection.longest || tooLong()
}

/** White space between elements is no text. */
@inline function passSpace(): void {
  if (load<u8>(Input.pos) <= 0x20) Input.pos = skipSpace(Input.pos)
}
