// Reads rows, elements of nothing but attributes, `<row a="1"/>`, one after the other: as records, as children or past them,
// without opening them. A start tag that is not empty is read as far as that, and its element left to others.

import { output, side } from '../bytes/memory'
import { Output } from '../bytes/output'
import { MEMBER_END } from '../bytes/words'
import { Frame, Frames, In } from '../markup/frames'
import { Input } from '../markup/input'
import { At, EMPTY, lengthOfName, Name } from '../markup/names'
import { isBoundAsBefore } from '../markup/namespaces'
import { Outcome } from '../markup/outcome'
import { expectKnownElement, predictedElement } from '../markup/predict'
import { Tag } from '../markup/tag'
import { Ahead, meetAhead } from '../record/ahead'
import { endRecord, startRecord, tooLong } from '../record/collect'
import { Collection } from '../record/collection'
import { copyShort } from '../record/copy'
import { NOWHERE } from '../record/fields'
import { Flat } from '../record/flat'
import { Notes } from '../record/notes'
import { closePrefilter, openPrefilter } from '../record/prefilter'
import { meetName, NameField } from '../record/name-field'
import { Program } from '../record/program'
import { startMember } from '../record/record'
import { noteBefore } from '../record/replay'
import { readAttributes } from './read-attributes'
import { afterSpace } from './space-after'
import { Ends, setTask, Task } from './task'

/** Reads on at `<`; OPENING when a tag was read whose element is to be opened, DECLINED when others have to read it. */
export function readRows(at: usize): i32 {
  const parent = Frames.top
  let p = at
  while (load<u8>(p) == 0x3c && load<u8>(p, 1) != 0x2f) {
    // ▮<a
    const name = predictedElement(Tag.previous, p + 1)
    if (name == EMPTY) {
      if (expectKnownElement(Tag.previous, p + 1)) continue
      break
    }
    if (load<u32>(name, At.DECLARED) || !isBoundAsBefore(name) || !setTask(name, parent, p)) break
    const close = readAttributes(p + 1 + lengthOfName(name), name)
    if (!close) break
    const isEmpty = load<u8>(close) == 0x2f
    const after = close + 1 + <usize>isEmpty
    if (after - p > Tag.longest) break
    const isRow = isEmpty && Frames.depth && Frames.depth < Frames.deepest
    if (!isRow || Task.ends == Ends.OPENED || (Task.writes && !Ahead.to)) {
      Tag.name = name
      Tag.from = p
      Tag.end = after
      Tag.isEmpty = isEmpty
      Tag.attributes = 0
      Tag.hasPrefixed = false
      Input.pos = after
      return Outcome.OPENING
    }

    if (Task.ends == Ends.RECORD && Collection.keeps && after - p > Collection.longest) break

    // <a/>▮
    Tag.previous = name
    Input.pos = after
    if (Task.ends == Ends.CHILD) {
      if (!endChild(parent, name)) return Outcome.FAULT
      p = after
      if (Output.sideEnd == side.from + load<u32>(parent, In.SIDE)) p = afterSpace(name, p)
    } else {
      if (Task.ends == Ends.RECORD) {
        if (!endRow(p, name)) return Outcome.FAULT
      } else {
        if (Ahead.to) Output.end = Ahead.to
        if (!meetAhead(Ahead.from, false)) return Outcome.FAULT
      }
      if (Program.isDone) return Outcome.WHOLE
      p = Input.pos == after ? afterSpace(name, after) : Input.pos
    }
  }
  if (p == at) return Outcome.DECLINED
  Input.pos = p
  return Outcome.WHOLE
}

/** Ends the record that began at `at`, which is read again where it was only filtered and passes. */
@inline function endRow(at: usize, name: Name): bool {
  if (Program.filtersFirst) noteBefore()
  startRecord(at, name, Frames.depth)
  openPrefilter()
  if (Task.writes) {
    store<u8>(Output.end, 0x7b)
    store<u8>(Ahead.to - 1, 0x7d)
  }
  const first = Task.writes ? Output.end + 1 : Output.end
  if (NameField.key && !meetName(first, Task.place, Task.writes)) return false
  Output.end = Ahead.to ? Ahead.to : Task.place
  // where they are listed for nothing but to become children, there is nobody to give them to
  const isForSome = Task.node != NOWHERE || Notes.isWanted
  if (isForSome && !meetAhead(Ahead.from, Task.writes)) return false
  return closePrefilter() || endRecord()
}

@inline function endChild(parent: Frame, name: Name): bool {
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
