// Puts children of one name together that came apart: `"a":1,"b":2,"a":3,` becomes `"a":[1,3],"b":2,`.

import { output } from '../bytes/memory'
import { ARRAY_END } from '../bytes/words'
import { At, Name } from '../markup/names'
import { grantScratch } from '../markup/room'
import { moveCaptures } from './captures'
import { MEMBER_SIZE, MemberAt } from './members'

/** Rewrites the members of an object, which end at `end`; answers their new end. */
export function regroup(members: usize, membersEnd: usize, end: usize): usize {
  chain(members, membersEnd)
  // two brackets take less than the key that goes for them
  end += grantScratch(end, end - output.from - load<u32>(members, MemberAt.FROM))

  // written after what is there, then moved to its place
  const from = output.from + load<u32>(members, MemberAt.FROM)
  let out = end
  for (let first = members; first < membersEnd; first += MEMBER_SIZE) {
    if (!load<u32>(first, MemberAt.IS_FIRST)) continue
    const name: Name = load<u32>(first)
    const keyLength: usize = load<u32>(name, At.KEY_LENGTH)
    store<u32>(first, <u32>(from + (out - end) - output.from), MemberAt.NEW_FROM)
    memory.copy(out, load<u32>(name, At.KEY), keyLength)
    out += keyLength
    const isAlone = load<u32>(first, MemberAt.NEXT) == 0
    if (!isAlone) store<u8>(out++, 0x5b)
    for (let member = first; member; member = load<u32>(member, MemberAt.NEXT)) {
      const after = member + MEMBER_SIZE
      let valueFrom = output.from + load<u32>(member, MemberAt.FROM) + keyLength
      let valueTo = (after < membersEnd ? output.from + load<u32>(after, MemberAt.FROM) : end) - 1
      if (!isAlone && load<u32>(member, MemberAt.IS_ARRAY)) {
        valueFrom++ // a group of its own joins the larger one
        valueTo--
      }
      memory.copy(out, valueFrom, valueTo - valueFrom)
      store<u32>(member, <u32>(from + (out - end) - valueFrom), MemberAt.MOVED)
      out += valueTo - valueFrom
      store<u8>(out++, 0x2c)
    }
    if (!isAlone) {
      store<u16>(out - 1, ARRAY_END)
      out++
    }
  }
  memory.copy(from, end, out - end)
  moveCaptures(members, membersEnd)
  return from + (out - end)
}

/** Links the members of each name: the last one of those before it is remembered there, as it is here. */
function chain(members: usize, membersEnd: usize): void {
  for (let member = members; member < membersEnd; member += MEMBER_SIZE) {
    const name: Name = load<u32>(member)
    const last = <usize>load<u32>(name, At.GROUP_LAST)
    // another grouping may have left a place where no member of this name stands, or none that came before
    const isFirst = last < members || last >= member || load<u32>(last) != name
    store<u32>(member, 0, MemberAt.NEXT)
    store<u32>(member, isFirst ? 1 : 0, MemberAt.IS_FIRST)
    if (!isFirst) store<u32>(last, member, MemberAt.NEXT)
    store<u32>(name, member, At.GROUP_LAST)
  }
}
