// Provides the children of open elements that are written, by name: whether one came before, and where.

import { MEMBERS, MEMBERS_END } from '../bytes/memory'
import { Table } from '../bytes/table'
import { Frame, FRAME_SIZE, Frames, In } from '../markup/frames'
import { At, bytesOf, Name, NAME_SIZE } from '../markup/names'
import { Collection } from './collection'

export namespace FrameFlag {
  export const ARRAY: u32 = 1 // the last child's value is in an array that is open
  export const MIXED_UP: u32 = 2 // a name came again after others
  export const MANY: u32 = 4 // so many names that each remembers its parent
}

// A child, the first of a group with one name.
export const MEMBER_SIZE: usize = 24
export namespace MemberAt {
  export const NAME: usize = 0
  export const FROM: usize = 4 // where its key begins, from the start of the output
  export const SAVED: usize = 8 // the parent its name remembered before
  export const NEW_FROM: usize = 8 // and where its key begins when all are put together, of the first of a name
  export const NEXT: usize = 12 // when children of one name are put together: the next of that name
  export const IS_FIRST: usize = 16
  export const IS_ARRAY: usize = 20 // whether the group is an array, with brackets of its own; when that is known, there stands
  export const MOVED: usize = 20 // how far the value moves
}
const MANY: usize = 32 * MEMBER_SIZE // bytes of members

/** Where members are. */
export const members: Table = new Table(MEMBERS, MEMBERS_END)

@final export class Members {
  static end: usize = MEMBERS // of those of all open elements
  static serial: u32 = 0 // of an element with many
}

export function resetMembers(): void {
  members.reset()
  Members.end = members.from
}

/** Makes room for more members; answers whether there is. */
export function moveMembers(): bool {
  const moved = members.move()
  if (!moved) return false
  Members.end += moved
  for (let frame = Collection.record; frame <= Frames.top; frame += FRAME_SIZE) {
    store<u32>(frame, load<u32>(frame, In.MEMBERS) + <u32>moved, In.MEMBERS)
  }
  return true
}

/** Finds out whether the parent has a child of that name already. */
@inline export function noteMember(parent: Frame, name: Name, members: usize): void {
  const bit: u64 = 1 << <u64>(name / NAME_SIZE)
  const names = load<u64>(parent, In.NAMES)
  store<u64>(parent, names | bit, In.NAMES)
  const from = <usize>load<u32>(parent, In.MEMBERS)
  if (members - from >= MANY) noteAmongMany(parent, name, from, members)
  else if (names & bit) noteAmongFew(parent, name, from, members)
}

/** Whether an element that is open has children, where attributes are none, and they are the last ones. */
export function hasChildren(frame: Frame): bool {
  // attributes come first
  return Members.end > <usize>load<u32>(frame, In.MEMBERS) && load<u8>(bytesOf(load<u32>(Members.end - MEMBER_SIZE))) != 0x40
}

/** Whether an element that is open has a child of that name, and its children are the last ones. */
export function hasMember(frame: Frame, name: Name): bool {
  for (let member = <usize>load<u32>(frame, In.MEMBERS); member < Members.end; member += MEMBER_SIZE) {
    if (load<u32>(member) == name) return true
  }
  return false
}

function noteAmongFew(parent: Frame, name: Name, from: usize, members: usize): void {
  for (let member = from; member < members; member += MEMBER_SIZE) {
    if (load<u32>(member) == name) {
      store<u32>(parent, load<u32>(parent, In.FLAGS) | FrameFlag.MIXED_UP, In.FLAGS)
      return
    }
  }
}

function noteAmongMany(parent: Frame, name: Name, from: usize, members: usize): void {
  let flags = load<u32>(parent, In.FLAGS)
  if (!(flags & FrameFlag.MANY)) {
    flags |= FrameFlag.MANY
    store<u32>(parent, ++Members.serial, In.SERIAL)
    for (let member = from; member < members; member += MEMBER_SIZE) remember(member, Members.serial)
  }
  const serial = load<u32>(parent, In.SERIAL)
  if (load<u32>(name, At.MEMBER) == serial) flags |= FrameFlag.MIXED_UP
  store<u32>(members, name)
  remember(members, serial)
  store<u32>(parent, flags, In.FLAGS)
}

@inline function remember(member: usize, serial: u32): void {
  const name = load<u32>(member)
  store<u32>(member, load<u32>(name, At.MEMBER), MemberAt.SAVED)
  store<u32>(name, serial, At.MEMBER)
}
