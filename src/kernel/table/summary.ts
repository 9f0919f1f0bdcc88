// Sums up the values of a place that has many different texts: what `expression/summary.ts` says of a field.

import {
  LONGEST_SHOWN, NO_TEXT, SKETCH_AT_COUNTED, SKETCH_AT_DECIMALS, SKETCH_AT_FIRST_TEXT, SKETCH_AT_FIRST_UNITS, SKETCH_AT_LAST_TEXT,
  SKETCH_AT_LAST_UNITS, SKETCH_AT_LOST, SKETCH_AT_MAX, SKETCH_AT_MIN, SKETCH_AT_NUMBERS, SKETCH_AT_SUM, SKETCH_AT_VALUES, SUMMARY_ROOM,
} from './layout'
import { decimals, decimalValue, isDecimal } from './decimal'
import { addHash } from './distinct'
import { countText } from './frequent'
import { hashOf } from './hash'
import { firstWord, hashBytes, secondWord } from './murmur'
import { unitsReached, writeUnits } from './units'
import { QUOTE } from './walk'

@inline const N: u8 = 0x6e
@inline const T: u8 = 0x74
@inline const F: u8 = 0x66
@inline const MINUS: u8 = 0x2d
@inline const POINT: u8 = 0x2e
@inline const ZERO: u8 = 0x30
@inline const ELLIPSIS: u16 = 0x2026
@inline const SHOWN_ROOM: usize = 512
@inline const PART: usize = 16384 // bytes of units that are hashed at a time
@inline const MOST_SAFE: f64 = 9007199254740991

/** Writes a value as a text. */
// @ts-ignore: decorator
@external("host", "textOf")
declare function hostTextOf(from: usize, length: usize, to: usize): usize

/** Takes a value that is a number, or may be one, so many times, but does not count it. */
// @ts-ignore: decorator
@external("host", "addNumber")
declare function addHostNumber(place: u32, from: usize, length: u32, times: u32): void

/** Takes what the sum of a sketch does not hold. */
// @ts-ignore: decorator
@external("host", "addRest")
declare function addRest(sketch: usize, number: f64): void

/** Room for the units of a text, or of a part of it, and for what is shown of it. */
let room: usize = 0
let shownRoom: usize = 0

export function setSummaryRoom(from: usize): void {
  room = from
  shownRoom = from + SUMMARY_ROOM - SHOWN_ROOM
}

/** What is kept of the text that was read last: its units. */
let shown: usize = 0
let shownUnits: u32 = 0
/** The bytes that it is written with; 0 where JavaScript writes it in another way. */
let plain: usize = 0
let plainEnd: usize = 0

/** Takes a value of a place so many times. */
export function sumUp(sketch: usize, place: u32, from: usize, length: u32, times: u32): void {
  store<u64>(sketch, load<u64>(sketch, SKETCH_AT_VALUES) + times, SKETCH_AT_VALUES)
  countText(sketch, read(from, length), shown, shownUnits, times)
  if (!plain || isDecimal(plain, plainEnd)) {
    if (!plain || abs(decimalValue) > MOST_SAFE || shownUnits > <u32>LONGEST_SHOWN) addHostNumber(place, from, length, times)
    else {
      addNumber(sketch)
      while (--times) addNumber(sketch)
    }
  } else if (!load<u64>(sketch, SKETCH_AT_NUMBERS)) addText(sketch)
  addHash(sketch, firstWord, secondWord, room) // last, as it may need the room
}

/** Counts a text, of which the host has put the units of what is shown into the room, and does nothing else. */
export function countUnits(sketch: usize, units: u32): void {
  const end = zerosAfter(room + (units << 1))
  const hash = units > <u32>LONGEST_SHOWN ? hashOf(room, units << 1, 0) : hashShort(end)
  countText(sketch, hash, room, units, 1)
}

/** Reads a value; answers a hash of what is shown of it. */
@inline function read(from: usize, length: u32): u32 {
  const first = load<u8>(from)
  if (first == QUOTE) {
    plain = from + 1
    plainEnd = from + length - 1
  } else {
    plain = from
    plainEnd = from + length
    if (first == N) plainEnd = from // null
    else if (first != T && first != F && !isAsJavaScriptWritesIt(from, length)) {
      plain = 0
      return hashShort(zerosAfter(hostTextOf(from, length, room)))
    }
  }
  const end = writeUnits(plain, plainEnd, room, room + PART)
  return <u32>(end - room) <= <u32>LONGEST_SHOWN << 1 ? hashShort(end) : hashLong(end)
}

/** Of a number of JSON; where it is not sure it says no. */
function isAsJavaScriptWritesIt(from: usize, length: u32): bool {
  const isNegative = load<u8>(from) == MINUS
  if (isNegative) {
    from++
    length--
  }
  if (length > 15) return false
  const digits = i8x16.bitmask(i8x16.lt_u(i8x16.sub(v128.load(from), i8x16.splat(ZERO)), i8x16.splat(10)))
  const others = ~digits & ((1 << length) - 1)
  const isFraction = load<u8>(from) == ZERO
  if (!others) return !isFraction || (length == 1 && !isNegative) // not -0
  const point = ctz(others)
  if (others & (others - 1) || load<u8>(from + point) != POINT || load<u8>(from + length - 1) == ZERO) return false
  return !isFraction || length <= 8 // no less than 0.000001
}

@inline function zerosAfter(end: usize): usize {
  v128.store(end, i64x2.splat(0))
  return end
}

@inline function hashShort(end: usize): u32 {
  shown = room
  shownUnits = <u32>(end - room) >> 1
  hashBytes(room, end, true, true, <u32>(end - room))
  return secondWord
}

/** Of a text of which a part is read, up to there. */
function hashLong(end: usize): u32 {
  memory.copy(shownRoom, room, LONGEST_SHOWN << 1)
  store<u16>(shownRoom + (LONGEST_SHOWN << 1), ELLIPSIS)
  shown = shownRoom
  shownUnits = LONGEST_SHOWN + 1
  let size: u32 = 0
  while (true) {
    const isFirst = size == 0
    const isLast = unitsReached >= plainEnd
    const rest = hashBytes(room, end, isFirst, isLast, size + <u32>(end - room))
    if (isLast) return hashOf(shown, shownUnits << 1, 0)
    size += <u32>(rest - room)
    const left = end - rest
    v128.store(room, v128.load(rest))
    end = writeUnits(unitsReached, plainEnd, room + left, room + PART)
  }
}

/** As `sketch/sum.ts` does. */
@inline function addNumber(sketch: usize): void {
  const number = decimalValue
  store<u64>(sketch, load<u64>(sketch, SKETCH_AT_NUMBERS) + 1, SKETCH_AT_NUMBERS)
  if (number < load<f64>(sketch, SKETCH_AT_MIN)) store<f64>(sketch, number, SKETCH_AT_MIN)
  if (number > load<f64>(sketch, SKETCH_AT_MAX)) store<f64>(sketch, number, SKETCH_AT_MAX)
  if (decimals > load<u32>(sketch, SKETCH_AT_DECIMALS) && trunc(number) != number) {
    store<u32>(sketch, decimals, SKETCH_AT_DECIMALS)
  }
  const before = load<f64>(sketch, SKETCH_AT_SUM)
  const sum = before + number
  const lost = lostIn(before, number, sum)
  store<f64>(sketch, sum, SKETCH_AT_SUM)
  if (lost == 0) return
  const lostBefore = load<f64>(sketch, SKETCH_AT_LOST)
  const allLost = lostBefore + lost
  const lostAgain = lostIn(lostBefore, lost, allLost)
  store<f64>(sketch, allLost, SKETCH_AT_LOST)
  if (lostAgain != 0) addRest(sketch, lostAgain)
}

/** By how much the sum of two is wrong, which a double can hold. */
@inline function lostIn(a: f64, b: f64, sum: f64): f64 {
  return abs(a) >= abs(b) ? a - sum + b : b - sum + a
}

/** The first text of all, and the last, are those as long as there are no numbers. */
function addText(sketch: usize): void {
  if (load<u32>(sketch, SKETCH_AT_FIRST_UNITS) == <u32>NO_TEXT) {
    keepText(sketch + SKETCH_AT_FIRST_TEXT, sketch + SKETCH_AT_FIRST_UNITS)
    keepText(sketch + SKETCH_AT_LAST_TEXT, sketch + SKETCH_AT_LAST_UNITS)
  } else if (compareShown(sketch + SKETCH_AT_FIRST_TEXT, load<u32>(sketch, SKETCH_AT_FIRST_UNITS)) < 0) {
    keepText(sketch + SKETCH_AT_FIRST_TEXT, sketch + SKETCH_AT_FIRST_UNITS)
  } else if (compareShown(sketch + SKETCH_AT_LAST_TEXT, load<u32>(sketch, SKETCH_AT_LAST_UNITS)) > 0) {
    keepText(sketch + SKETCH_AT_LAST_TEXT, sketch + SKETCH_AT_LAST_UNITS)
  }
}

function keepText(to: usize, units: usize): void {
  memory.copy(to, shown, shownUnits << 1)
  store<u32>(units, shownUnits)
}

/** By code points, as `record/text-order.ts` has it; less than 0 where what is shown comes first. */
@inline function compareShown(other: usize, units: u32): i32 {
  const both = min(shownUnits, units) << 1
  for (let i: u32 = 0; i < both; i += 16) {
    const differ = ~i8x16.bitmask(i8x16.eq(v128.load(shown + i), v128.load(other + i))) & 0xffff
    if (!differ) continue
    const at = i + (ctz(differ) & ~1)
    if (at >= both) break
    const x = <i32>load<u16>(shown + at)
    const y = <i32>load<u16>(other + at)
    if (isSurrogate(x) == isSurrogate(y)) return x - y
    return isSurrogate(x) ? 1 : -1
  }
  return <i32>shownUnits - <i32>units
}

@inline function isSurrogate(unit: i32): bool {
  return (unit & 0xf800) == 0xd800
}

/** Begins a sketch, where anything may be. */
export function beginSketch(sketch: usize): void {
  memory.fill(sketch, 0, SKETCH_AT_COUNTED)
  store<f64>(sketch, Infinity, SKETCH_AT_MIN)
  store<f64>(sketch, -Infinity, SKETCH_AT_MAX)
  store<u32>(sketch, NO_TEXT, SKETCH_AT_FIRST_UNITS)
}
