// Reads the attributes of a start tag as its task says: they become JSON while they are read, or are only checked. Where the tag
// turns out to be uncommon or not whole, what was written is forgotten.

import { EMPTY_TAG_END } from '../bytes/words'
import { ATTRIBUTES_AS_CHILDREN, ATTRIBUTES_NESTED, FLAG_ARRAY, FLAG_ARRAY_IN_RECORD } from '../layout'
import { Input } from '../markup/input'
import { Keys } from '../markup/keys'
import { At, EMPTY, Name } from '../markup/names'
import { copyPlain, Kind, pour, Poured } from '../markup/pour'
import { Tag } from '../markup/tag'
import { Ahead, closeNested, list, MOST_LISTED, openNested, startList } from '../record/ahead'
import { copyShort } from '../record/copy'
import { nodeBelow, NOWHERE } from '../record/fields'
import { endAttribute } from '../record/values'
import { isGapAt, keyLengthOfGap, keyOfGap, lengthOfGap, otherAttribute } from './attribute-gaps'
import { afterValue } from './pass-value'
import { Task } from './task'

/** Reads attributes from `from`, after the name of the element; answers where > or /> stands, or 0. */
@inline export function readAttributes(from: usize, element: Name): usize {
  startList()
  if (Task.node == NOWHERE && !Task.lists) return Task.writes ? writeAll(from, element) : pass(from, element)
  return Task.writes ? writeAndList(from, element) : writeWanted(from, element)
}

// One loop four times: what is not to be done is not in it.

function writeAll(from: usize, element: Name): usize {
  return read(from, element, true, false)
}

function writeAndList(from: usize, element: Name): usize {
  return read(from, element, true, true)
}

function writeWanted(from: usize, element: Name): usize {
  return read(from, element, false, true)
}

function pass(from: usize, element: Name): usize {
  return read(from, element, false, false)
}

/** All are written or, where some are listed, only these; or none. */
@inline function read(from: usize, element: Name, writes: bool, lists: bool): usize {
  let to = writes && Keys.attributes == ATTRIBUTES_NESTED ? openNested(Task.place) : Task.place
  let p = from
  let previous = element
  let left = min(Tag.mostAttributes, MOST_LISTED)
  const number = ++Tag.number
  while (load<u8>(p) == 0x20) {
    // <a▮ name="b"
    let name: Name = load<u32>(previous, At.NEXT_ATTRIBUTE)
    if (!isGapAt(name, p)) {
      const b = load<u8>(p, 1)
      if (b == 0x2f || b == 0x3e) {
        p++
        break
      }
      name = otherAttribute(previous, p)
      if (name == EMPTY) return 0
    }
    if (load<u32>(name, At.TAG) == number || !left) return 0
    left--
    store<u32>(name, number, At.TAG)
    previous = name
    p += lengthOfGap(name)

    // <a name="▮b"
    const field = lists ? nodeBelow(Task.node, load<u32>(name, At.ATTRIBUTE_FIELDS)) : NOWHERE
    if (!writes && field == NOWHERE) {
      p = afterValue(p)
      if (!p) return 0
      continue
    }
    const key = to
    if (writes) {
      if (Keys.attributes == ATTRIBUTES_AS_CHILDREN && isArray(name)) return 0
      to = copyShort(to, keyOfGap(name), keyLengthOfGap(name))
    } else store<u8>(to++, 0x22)
    const value = to - 1
    const plain = copyPlain(p, to)
    p += plain
    to += plain
    if (load<u8>(p) != 0x22) {
      to = pour<u16>(p, Input.end, to, Kind.QUOTED)
      p = Poured.at
      if (load<u8>(p) != 0x22) return 0
    }
    p++
    to = endAttribute(value, to)
    if (lists && (Task.lists || field != NOWHERE)) list(name, field, key, value, to - 1)
    if (!writes) to-- // a value by itself has no comma
  }
  if (load<u8>(p) != 0x3e && load<u16>(p) != EMPTY_TAG_END) return 0
  const isNested = writes && Keys.attributes == ATTRIBUTES_NESTED
  const first = isNested ? Task.place + Keys.prefixLength : Task.place
  Ahead.from = Task.place
  Ahead.to = to == first ? 0 : isNested ? closeNested(to) : to
  return p
}

/** Whether the child that an attribute becomes is one of an array. */
function isArray(attribute: Name): bool {
  const child: Name = load<u32>(attribute, At.ATTRIBUTE_KEY)
  return (load<u32>(child, At.FLAGS) & (FLAG_ARRAY | FLAG_ARRAY_IN_RECORD)) != 0
}
