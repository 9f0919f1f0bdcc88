// Remembers the places at which values stand in records, and the fields of flat records that these become. What comes
// after a name once comes after it again: that is guessed.

import { allocate, setting } from '../bytes/memory'
import { SETTING_FLAT_SEPARATOR, SETTING_FLAT_SEPARATOR_LENGTH } from '../layout'
import { Keys } from '../markup/keys'

/** A place in a record: below another one, under a name. The fields below a root are those of one dictionary. */
export type Place = usize
export namespace PlaceAt {
  export const KEY: usize = 0 // `"name":`, with zeros after it
  export const KEY_LENGTH: usize = 4
  export const PARENT: usize = 8 // 0 for a root
  export const CHAIN: usize = 12 // the next place of the same hash
  export const NEXT: usize = 16 // the place that came after this one
  export const FIRST: usize = 20 // the one that came first in a dictionary here
  export const FIELD: usize = 24 // the field of values here, whose name is the names from the root on, joined
  export const PATH_LENGTH: usize = 28 // of these; 0 for a text of the root, whose name is the key of text
  export const ROOT: usize = 32
  export const ITEMS: usize = 36 // the root of dictionaries in arrays here, 0 until there are some
}
const PLACE_SIZE: usize = 40

/** A field of a flat record, or of a dictionary in an array. */
export type Field = usize
export namespace FieldAt {
  export const KEY: usize = 0 // `"a.b":`
  export const KEY_LENGTH: usize = 4
  export const ROOT: usize = 8
  export const CHAIN: usize = 12
  // in the dictionary that has it: which one that is, its values, and the field after it
  export const SERIAL: usize = 16
  export const FIRST: usize = 20
  export const LAST: usize = 24
  export const IS_ARRAY: usize = 28
  export const NEXT: usize = 32
  // as a column of an array: the same, how many rows it has, and the field that it becomes
  export const COLUMN_SERIAL: usize = 36
  export const COLUMN_FIRST: usize = 40
  export const COLUMN_LAST: usize = 44
  export const ROWS: usize = 48
  export const NEXT_COLUMN: usize = 52
  export const BECOMES: usize = 56
}
const FIELD_SIZE: usize = 64

const SLOTS: usize = 1 << 12
const SIZE: usize = 1 << 19
const BLOCK: usize = 16

let slots: usize = 0 // those of places, then those of fields
let next: usize = 0 // where the next entry goes
let end: usize = 0

@final export class Places {
  /** That of records; 0 before there is any. */
  static root: Place = 0
  /** Whether there was no room for more. */
  static areFull: bool = false
}

export function resetPlaces(): void {
  slots = 0
  Places.root = 0
}

/** Begins with none. */
export function forgetPlaces(): void {
  if (!slots) slots = allocate(SIZE)
  memory.fill(slots, 0, SLOTS * 8)
  next = slots + SLOTS * 8
  end = slots + SIZE - BLOCK // what is read at once may reach a block beyond it
  Places.areFull = false
  Places.root = newRoot()
}

/** Takes room; 0 if there is none. */
function take(size: usize): usize {
  const at = next
  if (at + size > end) {
    Places.areFull = true
    return 0
  }
  next = (at + size + 15) & ~15
  memory.fill(at, 0, size)
  return at
}

function newRoot(): Place {
  const root = take(PLACE_SIZE)
  const field = root ? fieldNamed(root, Keys.text + 1, Keys.textLength - 3) : 0
  if (!field) return 0
  store<u32>(root, root, PlaceAt.ROOT)
  store<u32>(root, field, PlaceAt.FIELD)
  return root
}

/** The root of dictionaries in arrays at a place; 0 if there is no room. */
export function itemsOf(place: Place): Place {
  const known: Place = load<u32>(place, PlaceAt.ITEMS)
  if (known) return known
  const root = newRoot()
  store<u32>(place, root, PlaceAt.ITEMS)
  return root
}

/** The place of what follows the key at `p`, below another one; `guess` is where it is guessed. 0 if there is no room. */
@inline export function placeAt(p: usize, parent: Place, guess: usize): Place {
  const place: Place = load<u32>(guess)
  return place && isKeyAt(place, p) ? place : otherPlace(p, parent, guess)
}

@inline function isKeyAt(place: Place, p: usize): bool {
  const length = load<u32>(place, PlaceAt.KEY_LENGTH)
  const key: usize = load<u32>(place)
  const equal = i8x16.bitmask(i8x16.eq(v128.load(key), v128.load(p)))
  if (length <= BLOCK) return !(~equal & ((1 << length) - 1))
  return equal == 0xffff && memory.compare(key + BLOCK, p + BLOCK, length - BLOCK) == 0
}

function otherPlace(p: usize, parent: Place, guess: usize): Place {
  const length = keyLength(p)
  const slot = slots + slotOf(p, length, parent)
  let place: Place = load<u32>(slot)
  while (place && !(load<u32>(place, PlaceAt.PARENT) == parent && load<u32>(place, PlaceAt.KEY_LENGTH) == length && isKeyAt(place, p))) {
    place = load<u32>(place, PlaceAt.CHAIN)
  }
  if (!place) place = newPlace(p, length, parent, slot)
  if (place) store<u32>(guess, place)
  return place
}

/** The length of `"name":`. */
function keyLength(p: usize): usize {
  let at = p + 1
  for (; load<u8>(at) != 0x22; at++) if (load<u8>(at) == 0x5c) at++
  return at + 2 - p
}

/** Which slot those are in of which a text and what they are below have one hash. */
function slotOf(p: usize, length: usize, parent: Place): usize {
  let hash: u64 = (<u64>parent ^ (<u64>length << 32)) * MULTIPLIER
  let rest = length
  for (; rest >= 8; rest -= 8) {
    hash = (hash ^ load<u64>(p)) * MULTIPLIER
    hash ^= hash >> 29
    p += 8
  }
  if (rest) hash = (hash ^ (load<u64>(p) & ((<u64>1 << (<u64>rest << 3)) - 1))) * MULTIPLIER
  return (<usize>(hash >> 40) & (SLOTS - 1)) << 2
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15

function newPlace(p: usize, length: usize, parent: Place, slot: usize): Place {
  // without quotes and colon
  const field = fieldBelow(parent, p + 1, length - 3)
  const place = take(PLACE_SIZE)
  const key = take(length + BLOCK)
  if (!field || !place || !key) return 0
  const isAtRoot = !load<u32>(parent, PlaceAt.PATH_LENGTH) && isTextKey(p + 1, length - 3)
  memory.copy(key, p, length)
  store<u32>(place, key)
  store<u32>(place, length, PlaceAt.KEY_LENGTH)
  store<u32>(place, parent, PlaceAt.PARENT)
  store<u32>(place, load<u32>(slot), PlaceAt.CHAIN)
  store<u32>(slot, place)
  store<u32>(place, field, PlaceAt.FIELD)
  store<u32>(place, isAtRoot ? 0 : load<u32>(field, FieldAt.KEY_LENGTH) - 3, PlaceAt.PATH_LENGTH)
  store<u32>(place, load<u32>(parent, PlaceAt.ROOT), PlaceAt.ROOT)
  return place
}

@inline function isTextKey(at: usize, length: usize): bool {
  return length == Keys.textLength - 3 && memory.compare(at, Keys.text + 1, length) == 0
}

/** The field that values at a place are in. */
@inline export function fieldOf(place: Place): Field {
  return load<u32>(place, PlaceAt.FIELD)
}

/** The field that a column becomes of an array at a place; 0 if there is no room. */
export function fieldOfColumn(column: Field, place: Place): Field {
  const known: Field = load<u32>(column, FieldAt.BECOMES)
  if (known) return known
  const field = fieldBelow(place, load<u32>(column) + 1, load<u32>(column, FieldAt.KEY_LENGTH) - 3)
  store<u32>(column, field, FieldAt.BECOMES)
  return field
}

/** The field of what is below a place under a name, which is none if it is the key of text; 0 if there is no room. */
function fieldBelow(place: Place, name: usize, length: usize): Field {
  if (isTextKey(name, length)) return fieldOf(place)
  const root: Place = load<u32>(place, PlaceAt.ROOT)
  const path: usize = load<u32>(place, PlaceAt.PATH_LENGTH)
  if (!path) return fieldNamed(root, name, length)
  // they are joined at the end of the room, where nothing stands yet
  const separator = <usize>setting(SETTING_FLAT_SEPARATOR_LENGTH)
  const joined = path + separator + length
  const at = end - joined
  if (next + joined > at) {
    Places.areFull = true
    return 0
  }
  memory.copy(at, load<u32>(fieldOf(place)) + 1, path)
  memory.copy(at + path, <usize>setting(SETTING_FLAT_SEPARATOR), separator)
  memory.copy(at + path + separator, name, length)
  end = at
  const field = fieldNamed(root, at, joined)
  end = at + joined
  return field
}

function fieldNamed(root: Place, name: usize, length: usize): Field {
  const slot = slots + SLOTS * 4 + slotOf(name, length, root)
  let field: Field = load<u32>(slot)
  for (; field; field = load<u32>(field, FieldAt.CHAIN)) if (isNamed(field, root, name, length)) return field
  field = take(FIELD_SIZE)
  const key = take(length + 3 + BLOCK)
  if (!field || !key) return 0
  store<u8>(key, 0x22)
  memory.copy(key + 1, name, length)
  store<u16>(key + 1 + length, 0x3a22)
  store<u32>(field, key)
  store<u32>(field, length + 3, FieldAt.KEY_LENGTH)
  store<u32>(field, root, FieldAt.ROOT)
  store<u32>(field, load<u32>(slot), FieldAt.CHAIN)
  store<u32>(slot, field)
  return field
}

@inline function isNamed(field: Field, root: Place, name: usize, length: usize): bool {
  return (
    load<u32>(field, FieldAt.ROOT) == root && load<u32>(field, FieldAt.KEY_LENGTH) == length + 3 &&
    memory.compare(load<u32>(field) + 1, name, length) == 0
  )
}
