// Counts the most frequent of many texts, as `sketch/frequent.ts` does: exactly while there are few, then as an estimate.

import {
  CHAIN_BITS, COUNTED_AT_PLACE, COUNTED_AT_TIMES, COUNTED_SIZE, MOST_COUNTED, SEEN_BITS, SKETCH_AT_BEFORE, SKETCH_AT_CHAINS, SKETCH_AT_COUNTED,
  SKETCH_AT_COUNTS, SKETCH_AT_FORGOT, SKETCH_AT_SEEN, SKETCH_AT_TEXTS, SKETCH_AT_TEXTS_END, UNITS_BITS,
} from './layout'
import { areEqual } from './hash'

@inline const FEW: u64 = 64 // times

/** How many counts there are of each that is one of few. */
const TIMES: usize = memory.data(64 * 4, 16)

/** Counts a text of so many units. */
export function countText(sketch: usize, hash: u32, from: usize, units: u32, times: u64): void {
  // a new text is known by a bit that is nearly always right: to wait for a guess that is often wrong takes longer
  if (isSeen(sketch, hash)) {
    const counted = find(sketch, hash, from, units)
    if (counted) {
      store<u64>(counted, load<u64>(counted, COUNTED_AT_TIMES) + times, COUNTED_AT_TIMES)
      return
    }
  }
  const number = load<u32>(sketch, SKETCH_AT_COUNTS) + 1
  const end = load<u32>(sketch, SKETCH_AT_TEXTS_END)
  const to = sketch + SKETCH_AT_TEXTS + end
  v128.store(to, v128.load(from))
  v128.store(to, v128.load(from, 16), 16)
  for (let i: u32 = 32; i < units << 1; i += 16) v128.store(to + i, v128.load(from + i))
  keep(sketch, number, hash, end, units, times)
  store<u32>(sketch, number, SKETCH_AT_COUNTS)
  store<u32>(sketch, end + (units << 1), SKETCH_AT_TEXTS_END)
  if (number > <u32>MOST_COUNTED) forget(sketch)
}

@inline function isSeen(sketch: usize, hash: u32): bool {
  const bit = hash & (SEEN_BITS - 1)
  return ((<u32>load<u8>(sketch + SKETCH_AT_SEEN + (bit >> 3)) >> (bit & 7)) & 1) != 0
}

@inline function chainOf(sketch: usize, hash: u32): usize {
  return sketch + SKETCH_AT_CHAINS + ((hash >> (32 - CHAIN_BITS)) << 1)
}

@inline function countedAt(sketch: usize, number: u32): usize {
  return sketch + SKETCH_AT_COUNTED + (number - 1) * COUNTED_SIZE
}

/** Puts a counted text where it is found. */
@inline function keep(sketch: usize, number: u32, hash: u32, end: u32, units: u32, times: u64): void {
  const counted = countedAt(sketch, number)
  store<u32>(counted, hash)
  store<u32>(counted, (end << UNITS_BITS) | units, COUNTED_AT_PLACE)
  store<u64>(counted, times, COUNTED_AT_TIMES)
  const chain = chainOf(sketch, hash)
  store<u16>(sketch + SKETCH_AT_BEFORE + ((number - 1) << 1), load<u16>(chain))
  store<u16>(chain, <u16>number)
  const bit = hash & (SEEN_BITS - 1)
  const seen = sketch + SKETCH_AT_SEEN + (bit >> 3)
  store<u8>(seen, load<u8>(seen) | <u8>(<u32>1 << (bit & 7)))
}

/** Where a text is that is counted; 0 if it is not. */
function find(sketch: usize, hash: u32, from: usize, units: u32): usize {
  let number: u32 = load<u16>(chainOf(sketch, hash))
  while (number) {
    const counted = countedAt(sketch, number)
    if (load<u32>(counted) == hash && isText(sketch, counted, from, units)) return counted
    number = load<u16>(sketch + SKETCH_AT_BEFORE + ((number - 1) << 1))
  }
  return 0
}

@inline function isText(sketch: usize, counted: usize, from: usize, units: u32): bool {
  const place = load<u32>(counted, COUNTED_AT_PLACE)
  if ((place & ((1 << UNITS_BITS) - 1)) != units) return false
  return areEqual(sketch + SKETCH_AT_TEXTS + (place >> UNITS_BITS), from, units << 1)
}

/** Takes the median from all counts: what is as frequent as the others goes. */
function forget(sketch: usize): void {
  const texts = sketch + SKETCH_AT_TEXTS
  const first = sketch + SKETCH_AT_COUNTED
  const end = first + load<u32>(sketch, SKETCH_AT_COUNTS) * COUNTED_SIZE
  const median = medianOf(first, end)
  memory.fill(sketch + SKETCH_AT_SEEN, 0, SKETCH_AT_BEFORE - SKETCH_AT_SEEN)
  let count: u32 = 0
  let filled: u32 = 0
  for (let counted = first; counted < end; counted += COUNTED_SIZE) {
    const times = load<u64>(counted, COUNTED_AT_TIMES)
    if (times <= median) continue
    const place = load<u32>(counted, COUNTED_AT_PLACE)
    const units = place & ((1 << UNITS_BITS) - 1)
    memory.copy(texts + filled, texts + (place >> UNITS_BITS), units << 1)
    keep(sketch, ++count, load<u32>(counted), filled, units, times - median)
    filled += units << 1
  }
  store<u32>(sketch, count, SKETCH_AT_COUNTS)
  store<u32>(sketch, filled, SKETCH_AT_TEXTS_END)
  store<u32>(sketch, 1, SKETCH_AT_FORGOT)
}

/** Nearly always it is 1, or one of few small numbers. */
function medianOf(first: usize, end: usize): u64 {
  let once: u32 = 0
  for (let counted = first; counted < end; counted += COUNTED_SIZE) if (load<u64>(counted, COUNTED_AT_TIMES) == 1) once++
  if (once > <u32>MOST_COUNTED >> 1) return 1
  memory.fill(TIMES, 0, <usize>FEW << 2)
  let most: u64 = 0
  for (let counted = first; counted < end; counted += COUNTED_SIZE) {
    const times = load<u64>(counted, COUNTED_AT_TIMES)
    most = max(most, times)
    if (times < FEW) store<u32>(TIMES + (<usize>times << 2), load<u32>(TIMES + (<usize>times << 2)) + 1)
  }
  let below: u32 = 0
  for (let times: u64 = 0; times < FEW; times++) {
    below += load<u32>(TIMES + (<usize>times << 2))
    if (below > <u32>MOST_COUNTED >> 1) return times
  }
  // the largest number that no more than half of them are below
  let median: u64 = 0
  for (let bit: u64 = (<u64>1) << (63 - clz(most)); bit; bit >>= 1) {
    below = 0
    for (let counted = first; counted < end; counted += COUNTED_SIZE) {
      if (load<u64>(counted, COUNTED_AT_TIMES) < median + bit) below++
    }
    if (below <= <u32>MOST_COUNTED >> 1) median += bit
  }
  return median
}
