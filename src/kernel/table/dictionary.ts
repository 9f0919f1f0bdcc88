// Finds the different texts of a column as Arrow has it, and writes those that are there one after the other.

import { DICTIONARY_SLOTS, MOST_IN_DICTIONARY } from './layout'
import { areEqual, compare, hashOf } from './hash'

@inline const FEW: u32 = 1024 // texts that are looked at before it is said whether it is worth it

/** Bytes of texts; where each begins, and the last ends; a bit for each that is there. */
let values: usize = 0
let offsets: usize = 0
let validity: usize = 0
let count: u32 = 0
let first: u32 = 0
let last: u32 = 0
let reached: u32 = 0

export function setTexts(from: usize, ends: usize, bits: usize): void {
  values = from
  offsets = ends
  validity = bits
}

/** How many different texts there are. */
export function differentTexts(): u32 {
  return count
}

/** Which is least, and which is greatest. */
export function leastText(): u32 {
  return first
}

export function greatestText(): u32 {
  return last
}

/** The text that comes next. */
export function textReached(): u32 {
  return reached
}

@inline function isThere(row: u32): bool {
  return (load<u8>(validity + (row >> 3)) & (1 << (row & 7))) != 0
}

@inline function startOf(row: u32): usize {
  return values + load<u32>(offsets + (row << 2))
}

@inline function lengthOf(row: u32): u32 {
  return load<u32>(offsets + (row << 2), 4) - load<u32>(offsets + (row << 2))
}

/**
 * Writes for each text that is there which of the different ones it is to `out`, and to `rows` where each of these came
 * first; answers the end, 0 where most of them are different.
 */
export function dictionary(length: u32, slots: usize, rows: usize, out: usize): usize {
  memory.fill(slots, 0, DICTIONARY_SLOTS * 4)
  count = 0
  let seen: u32 = 0
  for (let row: u32 = 0; row < length; row++) {
    if (!isThere(row)) continue
    const from = startOf(row)
    const size = lengthOf(row)
    let slot = hashOf(from, size, 0) & (DICTIONARY_SLOTS - 1)
    let number: u32
    while (true) {
      number = load<u32>(slots + (slot << 2))
      if (!number) break
      const known = load<u32>(rows + (number << 2) - 4)
      if (lengthOf(known) == size && areEqual(startOf(known), from, size)) break
      slot = (slot + 1) & (DICTIONARY_SLOTS - 1)
    }
    seen++
    if (!number) {
      if (count == MOST_IN_DICTIONARY || (seen > FEW && count > seen - seen / 8)) return 0
      store<u32>(rows + (count << 2), row)
      number = ++count
      store<u32>(slots + (slot << 2), number)
    }
    store<u32>(out, number - 1)
    out += 4
  }
  return out
}

/** Finds the least and the greatest text of so many that are there, of these rows, or of all up to `length` if there are none. */
export function bounds(length: u32, rows: usize): void {
  let isFirst = true
  for (let i: u32 = 0; i < length; i++) {
    const row = rows ? load<u32>(rows + (i << 2)) : i
    if (!isThere(row)) continue
    const from = startOf(row)
    const size = lengthOf(row)
    if (isFirst || compare(from, size, startOf(first), lengthOf(first)) < 0) first = row
    if (isFirst || compare(from, size, startOf(last), lengthOf(last)) > 0) last = row
    isFirst = false
  }
}

/** Writes texts, each after its length, as long as these are no more bytes than `enough`; answers the end. */
export function plainTexts(row: u32, length: u32, out: usize, enough: u32): usize {
  const from = out
  for (; row < length && out - from < enough; row++) {
    if (!isThere(row)) continue
    const size = lengthOf(row)
    store<u32>(out, size)
    memory.copy(out + 4, startOf(row), size)
    out += 4 + size
  }
  reached = row
  return out
}
