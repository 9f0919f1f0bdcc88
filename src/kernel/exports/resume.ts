// Goes on after a fault: leaves the record that is at fault, and says of what stands there whether a record or the
// end of an element may begin with it.

import { Fault } from '../bytes/fault'
import { window } from '../bytes/memory'
import { FAULT_NONE, FAULT_RECORD, FLAG_RECORD } from '../layout'
import { FRAME_SIZE, Frames, In } from '../markup/frames'
import { Input, leaveEntities, placeOf, shownPlaceOf } from '../markup/input'
import { moveCheckpoint, startCheckpoint } from '../markup/line-checkpoint'
import { At, EMPTY, known } from '../markup/names'
import { passUninspected } from '../markup/position'
import { leaveTo } from '../markup/scopes'
import { Collection } from '../record/collection'
import { depthAround, leaveRecord } from '../record/replay'

/** Keeps what is needed to go on after a fault: the open record as it came. */
export function keepRecords(): void {
  Collection.keeps = true
  startCheckpoint(window.from)
}

/** Where the open record begins, from the window's start; -1 for none. */
export function recordStart(): i32 {
  return Collection.record ? <i32>(Collection.start - window.from) : -1
}

/** Whether the open record began in an entity, of which only the reference stands in the window. */
export function isRecordInEntity(): bool {
  return Collection.record != 0 && load<u32>(Collection.record, In.LEVEL) > 0
}

/** The place in the window to go on from, at or after the fault. */
export function faultEnd(): usize {
  const at = Fault.code == FAULT_RECORD ? Input.pos : Fault.at
  return placeOf(at) - window.from
}

/** Where the token at fault begins, or what of a text was not read yet; in an entity, the reference to it. */
export function tokenStart(): usize {
  return shownPlaceOf(Input.pos) - window.from
}

/** Leaves the open record or, where there is none and tags are not in pairs, what is open inside the parent of the last one. */
export function abandon(isOfStructure: bool): void {
  Fault.code = FAULT_NONE
  leaveEntities()
  if (Collection.record) leaveTo(depthAround())
  else if (isOfStructure && Collection.hasAny) leaveTo(Collection.parentDepth)
  while (Frames.depth && load<u32>(Frames.top, In.LEVEL) > 0) leaveTo(Frames.depth - 1)
  leaveRecord()
}

/** Whether a record had this name. */
export function wasRecord(at: usize, length: usize): bool {
  return (load<u32>(known(window.from + at, length), At.FLAGS) & FLAG_RECORD) != 0
}

export function hasRecords(): bool {
  return Collection.hasAny
}

/** How many elements are open up to the innermost of this name; 0 if none is. */
export function openDepth(at: usize, length: usize): u32 {
  const name = known(window.from + at, length)
  if (name == EMPTY) return 0
  let depth = Frames.depth
  for (let frame = Frames.top; depth && load<u32>(frame, In.NAME) != name; frame -= FRAME_SIZE) depth--
  return depth
}

/** Goes on at a place after what was inspected, without regard to the characters before. */
export function passTo(at: usize): void {
  passUninspected(window.from + at)
  Input.pos = window.from + at
}

/** Says that no place before this one will be asked for. */
export function forgetPlacesBefore(at: usize): void {
  moveCheckpoint(window.from + at)
}
