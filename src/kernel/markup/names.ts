// Provides the names of a document, each once: what was learned about one stands in its entry.

import { fail } from '../bytes/fault'
import { NAME_BYTES, NAME_BYTES_END, NAMES, NAMES_END, SLOTS } from '../bytes/memory'
import { FAULT_NAME, FAULT_NAMES, FAULT_NAMES_FULL } from '../layout'

/** A name is known by the address of its entry. */
export type Name = usize

export const NAME_SIZE: usize = 128

// Where in an entry. The first 16 bytes of the name come first, to be compared at once, with > after if there is room.
export namespace At {
  export const LENGTH: usize = 16
  export const BYTES: usize = 20
  export const HASH: usize = 24
  export const KEY: usize = 28 // `"name":`
  export const KEY_LENGTH: usize = 32
  export const ATTRIBUTE_KEY: usize = 36 // `"@name":` or `"name":`, or the name as a child if attributes are taken for children
  export const FLAGS: usize = 40
  export const PREFIX: usize = 44 // the name before the colon, or EMPTY
  export const LOCAL: usize = 48 // the name after it
  export const NEXT_ELEMENT: usize = 52 // the element that began after one of this name began
  export const NEXT_ATTRIBUTE: usize = 56 // the attribute that came after this one, or first in this element
  export const FIELDS: usize = 60 // nodes of the tree of fields that this name of an element leads to
  export const ATTRIBUTE_FIELDS: usize = 64
  export const SEEN: usize = 68 // how often an element of this name was met before the first record
  export const TAG: usize = 72 // the number of the start tag it was last an attribute of
  export const URI: usize = 76 // the namespace it was last in, and what it was then
  export const EXPANDED: usize = 80
  export const BOUND: usize = 84 // as a prefix: the name that is its namespace now
  export const ENTITY: usize = 88 // as an entity: 1 + its number
  export const ATTRIBUTE_ENTITY: usize = 92 // the same for its text in an attribute
  export const MEMBER: usize = 96 // the element with many children it was last a child of
  export const DECLARED: usize = 100 // as an element: the attribute declared for it last
  export const WRITTEN_AS: usize = 104 // the name under which this one is written: another one without its prefix
  export const GROUP_LAST: usize = 108 // its last child in the grouping of repeated children it was last part of
  export const TOKENISED: usize = 112 // the number of the start tag in which white space around its value went
  export const OTHER_ELEMENT: usize = 116 // the element that began after one of this name before, another one
  export const OTHER_ATTRIBUTE: usize = 120 // the same of attributes
  export const SPACE_AFTER: usize = 124 // how much white space came after an element of this name last
}

/** The name without characters: no prefix, no namespace. */
export const EMPTY: Name = NAMES
export const XML: Name = NAMES + NAME_SIZE
export const XMLNS: Name = NAMES + NAME_SIZE * 2
export const XML_URI: Name = NAMES + NAME_SIZE * 3
export const XMLNS_URI: Name = NAMES + NAME_SIZE * 4

// a vector with the first n bytes set, for n up to 16
const MASKS = memory.data(17 * 16, 16)

@final export class Names {
  static next: Name = NAMES
  static nextByte: usize = NAME_BYTES
  static slots: u32 = 0 // of the hash table, a power of two
  static limit: usize = 0 // bytes of all different names
  static total: usize = 0
  static multiplier: u64 = 0
  static longest: u32 = 0
}

@inline export function lengthOfName(name: Name): usize {
  return load<u32>(name, At.LENGTH)
}

@inline export function bytesOf(name: Name): usize {
  return load<u32>(name, At.BYTES)
}

export function resetNames(multiplier: u64): void {
  for (let n: usize = 0; n <= 16; n++) {
    for (let i: usize = 0; i < 16; i++) store<u8>(MASKS + n * 16 + i, i < n ? 0xff : 0)
  }
  Names.next = NAMES
  Names.nextByte = NAME_BYTES
  Names.multiplier = multiplier | 1
  Names.slots = 1024
  memory.fill(SLOTS, 0, <usize>Names.slots << 2)
  limitNames(64, 1024) // for the words that every document knows
}

/** Limits one name, and all those from here on together. */
export function limitNames(longest: u32, limit: usize): void {
  Names.longest = longest
  Names.limit = limit
  Names.total = 0
}

/** Whether the bytes at `p` are `name`; what comes after them is not looked at. */
@inline export function isAt(name: Name, p: usize): bool {
  const length = lengthOfName(name)
  if (length <= 16) {
    const mask = v128.load(MASKS + (length << 4))
    return !v128.any_true(v128.and(v128.xor(v128.load(p), v128.load(name)), mask))
  }
  return isLongAt(name, p)
}

/** Whether the bytes at `p` are `name>`. */
@inline export function isTagAt(name: Name, p: usize): bool {
  const length = lengthOfName(name)
  if (length < 16) {
    const mask = v128.load(MASKS + ((length + 1) << 4))
    return !v128.any_true(v128.and(v128.xor(v128.load(p), v128.load(name)), mask))
  }
  return isAt(name, p) && load<u8>(p + length) == 0x3e
}

/** A function of its own: what is rare would be in the way of what is not. */
function isLongAt(name: Name, p: usize): bool {
  return memory.compare(p, bytesOf(name), lengthOfName(name)) == 0
}

/** Whether a byte ends a name in a start tag. */
@inline export function endsName(b: u8): bool {
  return b == 0x3e || b == 0x2f || b == 0x3d || (b <= 0x20 && b != 0)
}

function hashOf(p: usize, length: usize): u32 {
  const multiplier = Names.multiplier
  let h: u64 = multiplier ^ <u64>length
  for (; length >= 8; length -= 8) {
    h = (h ^ load<u64>(p)) * multiplier
    h ^= h >> 29
    p += 8
  }
  if (length) h ^= load<u64>(p) & ((<u64>1 << (<u64>length << 3)) - 1)
  h = (h ^ (h >> 32)) * multiplier
  h = (h ^ (h >> 29)) * 0xbf58476d1ce4e5b9
  return <u32>(h >> 32)
}

/** The entry of a name, made if there is none; 0 with a fault when that is beyond a limit. */
export function intern(p: usize, length: usize): Name {
  const hash = hashOf(p, length)
  const slot = slotOf(p, length, hash)
  const name: Name = load<u32>(slot)
  return name ? name : add(p, length, hash, slot)
}

/** The same of a name that need not be in the document, and counts for no limit of names there. */
export function internOwn(p: usize, length: usize): Name {
  const total = Names.total
  const longest = Names.longest
  Names.total = 0
  Names.longest = <u32>-1
  const name = intern(p, length)
  Names.total = total
  Names.longest = longest
  return name
}

/** The entry of a name, EMPTY if there is none. */
export function known(p: usize, length: usize): Name {
  const name: Name = load<u32>(slotOf(p, length, hashOf(p, length)))
  return name ? name : EMPTY
}

/** Where the hash table holds the name, or where it would. */
@inline function slotOf(p: usize, length: usize, hash: u32): usize {
  let slot = hash & (Names.slots - 1)
  while (true) {
    const at = SLOTS + (<usize>slot << 2)
    const name: Name = load<u32>(at)
    if (!name) return at
    if (load<u32>(name, At.HASH) == hash && lengthOfName(name) == length && isAt(name, p)) return at
    slot = (slot + 1) & (Names.slots - 1)
  }
}

function add(p: usize, length: usize, hash: u32, slot: usize): Name {
  const count = <u32>((Names.next - NAMES) / NAME_SIZE)
  if (length > Names.longest) {
    fail(FAULT_NAME, p)
    return 0
  }
  Names.total += length
  if (Names.total > Names.limit) {
    fail(FAULT_NAMES, p)
    return 0
  }
  const isLong = length > 16
  if (Names.next + NAME_SIZE > NAMES_END || (isLong && !hasRoomForBytes(length))) {
    fail(FAULT_NAMES_FULL, p)
    return 0
  }
  const name = Names.next
  Names.next += NAME_SIZE
  memory.fill(name, 0, NAME_SIZE)
  store<u8>(name + min(length, 15), 0x3e)
  memory.copy(name, p, min(length, 16))
  store<u32>(name, length, At.LENGTH)
  // a short name stands in the entry already
  store<u32>(name, isLong ? keep(p, length) : name, At.BYTES)
  store<u32>(name, hash, At.HASH)
  store<u32>(name, EMPTY, At.PREFIX)
  store<u32>(name, name, At.LOCAL)
  store<u32>(name, name, At.WRITTEN_AS)
  store<u32>(name, EMPTY, At.NEXT_ELEMENT)
  store<u32>(name, EMPTY, At.OTHER_ELEMENT)
  store<u32>(name, EMPTY, At.NEXT_ATTRIBUTE)
  store<u32>(name, EMPTY, At.OTHER_ATTRIBUTE)
  store<u32>(name, EMPTY, At.BOUND)
  store<u32>(slot, name)
  if (count * 2 >= Names.slots) rehash()
  return name
}

/** Whether there is room for bytes of names, which have 16 zeros after them. */
@inline export function hasRoomForBytes(length: usize): bool {
  return Names.nextByte + length + 16 <= NAME_BYTES_END
}

/** A copy of bytes that stays; the zeros after it let a vector be read there. */
function keep(p: usize, length: usize): usize {
  const at = Names.nextByte
  memory.copy(at, p, length)
  memory.fill(at + length, 0, 16)
  Names.nextByte = at + length + 16
  return at
}

function rehash(): void {
  const slots = Names.slots << 1
  Names.slots = slots
  memory.fill(SLOTS, 0, <usize>slots << 2)
  for (let name: Name = NAMES; name < Names.next; name += NAME_SIZE) {
    let slot = load<u32>(name, At.HASH) & (slots - 1)
    while (load<u32>(SLOTS + (<usize>slot << 2))) slot = (slot + 1) & (slots - 1)
    store<u32>(SLOTS + (<usize>slot << 2), name)
  }
}
