// Makes one dictionary without others in it of a record as it was written: names on the way to a value become one key, an
// array of dictionaries an array for each of their keys, as `src/mapping/flatten.ts` has it.

import {
  addCell, addColumn, addNull, addRowOfDictionary, addValue, clearFlatValues, Columns, Dictionary, writeFlat,
} from './flat-values'
import { Field, FieldAt, fieldOf, fieldOfColumn, forgetPlaces, itemsOf, Place, PlaceAt, placeAt, Places } from './flat-places'

/** Deeper values are for the host: this is a recursion. */
const DEEPEST: u32 = 64
/** Serial numbers begin anew long before they are used up. */
const MOST_SERIALS: u32 = 0xf000_0000

let serial: u32 = 0
let depth: u32 = 0

/** Flattens the record that stands at `from`; answers how long it becomes, 0 where that is for the host. */
export function flattened(from: usize): usize {
  if (load<u8>(from) != 0x7b) return 0
  if (Places.root && serial < MOST_SERIALS) {
    if (collect(from)) return writeFlat()
    if (!Places.areFull) return 0
  }
  forgetPlaces()
  serial = 0
  return Places.root && collect(from) ? writeFlat() : 0
}

/** Collects the values of the record; false where it is for the host, or has no room. */
function collect(from: usize): bool {
  clearFlatValues()
  beginDictionary()
  depth = 0
  return members(Places.root, from + 1) != 0
}

function beginDictionary(): void {
  Dictionary.serial = ++serial
  Dictionary.first = 0
  Dictionary.last = 0
}

/** Reads `{▮"a":1,"b":2}` below a place; answers its end, 0 where it is for the host. */
function members(parent: Place, start: usize): usize {
  if (++depth > DEEPEST) return 0
  let p = start
  let guess = parent + PlaceAt.FIRST
  while (true) {
    const place = placeAt(p, parent, guess)
    if (!place) return 0
    guess = place + PlaceAt.NEXT
    p += load<u32>(place, PlaceAt.KEY_LENGTH)
    const first = load<u8>(p)
    if (first == 0x7b && load<u8>(p, 1) != 0x7d) p = members(place, p + 1)
    else if (first == 0x5b) p = array(place, p + 1)
    else {
      const field = fieldOf(place)
      const end = first == 0x7b ? p + 2 : afterScalar(p)
      if (first == 0x7b) addNull(field)
      else addValue(field, p, end - p, false)
      p = end
    }
    if (!p) return 0
    if (load<u8>(p) == 0x7d) break
    p++ // the comma
  }
  depth--
  return p + 1
}

/** Reads `[▮1,2]` at a place; answers its end. */
function array(place: Place, start: usize): usize {
  let p = start
  while (true) {
    const first = load<u8>(p)
    if (first == 0x7b) return dictionaries(place, start)
    if (first == 0x5b || first == 0x5d) return 0
    p = afterScalar(p)
    if (load<u8>(p) == 0x5d) break
    p++
  }
  addValue(fieldOf(place), start, p - start, true)
  return p + 1
}

/** Reads `[▮{"a":1},2]`: an item is a row, and a key a column. What is no dictionary is a text, as the text of one. */
function dictionaries(place: Place, start: usize): usize {
  const items = itemsOf(place)
  if (!items) return 0
  const outer = Dictionary.serial
  const outerFirst = Dictionary.first
  const outerLast = Dictionary.last
  const mine = ++serial
  let first: Field = 0
  let last: Field = 0
  let row: u32 = 0
  let p = start
  while (true) {
    const letter = load<u8>(p)
    if (letter == 0x5b) return 0
    beginDictionary()
    const from = p
    if (letter == 0x7b) p = load<u8>(p, 1) == 0x7d ? 0 : members(items, p + 1)
    else p = afterScalar(p)
    if (!p) return 0
    Columns.serial = mine
    Columns.first = first
    Columns.last = last
    if (letter == 0x7b) addRowOfDictionary(row)
    else if (letter != 0x6e) addCell(fieldOf(items), from, p - from, row)
    first = Columns.first
    last = Columns.last
    row++
    if (load<u8>(p) == 0x5d) break
    p++
  }
  Dictionary.serial = outer
  Dictionary.first = outerFirst
  Dictionary.last = outerLast
  for (let column = first; column; column = load<u32>(column, FieldAt.NEXT_COLUMN)) {
    const field = fieldOfColumn(column, place)
    if (!field) return 0
    addColumn(field, column, row)
  }
  return p + 1
}

/** Where a text, a number or a word ends. */
@inline function afterScalar(start: usize): usize {
  let p = start
  if (load<u8>(p) != 0x22) {
    for (let c = load<u8>(p); c != 0x2c && c != 0x7d && c != 0x5d; c = load<u8>(++p)) {}
    return p
  }
  p++
  while (true) {
    const block = v128.load(p)
    const stops = i8x16.bitmask(v128.or(i8x16.eq(block, i8x16.splat(0x22)), i8x16.eq(block, i8x16.splat(0x5c))))
    if (!stops) {
      p += 16
      continue
    }
    p += ctz(stops)
    if (load<u8>(p) == 0x22) return p + 1
    p += 2
  }
}
