// Counts the most frequent of many texts, as `sketch/frequent.ts` does: exactly while there are few, then as an estimate.

import {
  COUNTED_AT_PLACE, COUNTED_AT_TIMES, COUNTED_SIZE, COUNTED_SLOTS, MOST_COUNTED, SKETCH_AT_COUNTED, SKETCH_AT_COUNTS, SKETCH_AT_FORGOT,
  SKETCH_AT_SLOTS, SKETCH_AT_TEXTS, SKETCH_AT_TEXTS_END, UNITS_BITS,
} from './layout'
import { areEqual } from './hash'

@inline const NUMBER: u32 = COUNTED_SLOTS - 1 // of a counted text, from 1 on, in a slot: the other bits are those of its hash
@inline const FEW: u64 = 64 // times

/** How many counts there are of each that is one of few. */
const TIMES: usize = memory.data(64 * 4, 16)

/** Counts a text of so many units. */
export function countText(sketch: usize, hash: u32, from: usize, units: u32, times: u64): void {
  const slots = sketch + SKETCH_AT_SLOTS
  let slot = hash & NUMBER
  while (true) {
    const found = load<u32>(slots + (slot << 2))
    if (!found) break
    if (!((found ^ hash) & ~NUMBER)) {
      const counted = sketch + SKETCH_AT_COUNTED + ((found & NUMBER) - 1) * COUNTED_SIZE
      if (isText(sketch, counted, from, units)) {
        store<u64>(counted, load<u64>(counted, COUNTED_AT_TIMES) + times, COUNTED_AT_TIMES)
        return
      }
    }
    slot = (slot + 1) & NUMBER
  }
  const count = load<u32>(sketch, SKETCH_AT_COUNTS) + 1
  store<u32>(sketch, count, SKETCH_AT_COUNTS)
  store<u32>(slots + (slot << 2), (hash & ~NUMBER) | count)
  const end = load<u32>(sketch, SKETCH_AT_TEXTS_END)
  const counted = sketch + SKETCH_AT_COUNTED + (count - 1) * COUNTED_SIZE
  store<u32>(counted, hash)
  store<u32>(counted, (end << UNITS_BITS) | units, COUNTED_AT_PLACE)
  store<u64>(counted, times, COUNTED_AT_TIMES)
  const to = sketch + SKETCH_AT_TEXTS + end
  for (let i: u32 = 0; i < units << 1; i += 16) v128.store(to + i, v128.load(from + i))
  store<u32>(sketch, end + (units << 1), SKETCH_AT_TEXTS_END)
  if (count > <u32>MOST_COUNTED) forget(sketch)
}

@inline function isText(sketch: usize, counted: usize, from: usize, units: u32): bool {
  const place = load<u32>(counted, COUNTED_AT_PLACE)
  if ((place & ((1 << UNITS_BITS) - 1)) != units) return false
  return areEqual(sketch + SKETCH_AT_TEXTS + (place >> UNITS_BITS), from, units << 1)
}

/** Takes the median from all counts: what is as frequent as the others goes. */
function forget(sketch: usize): void {
  const slots = sketch + SKETCH_AT_SLOTS
  const texts = sketch + SKETCH_AT_TEXTS
  const first = sketch + SKETCH_AT_COUNTED
  const end = first + load<u32>(sketch, SKETCH_AT_COUNTS) * COUNTED_SIZE
  const median = medianOf(first, end)
  memory.fill(slots, 0, COUNTED_SLOTS << 2)
  let count: u32 = 0
  let filled: u32 = 0
  for (let counted = first; counted < end; counted += COUNTED_SIZE) {
    const times = load<u64>(counted, COUNTED_AT_TIMES)
    if (times <= median) continue
    const hash = load<u32>(counted)
    const place = load<u32>(counted, COUNTED_AT_PLACE)
    const units = place & ((1 << UNITS_BITS) - 1)
    memory.copy(texts + filled, texts + (place >> UNITS_BITS), units << 1)
    const kept = first + count * COUNTED_SIZE
    store<u32>(kept, hash)
    store<u32>(kept, (filled << UNITS_BITS) | units, COUNTED_AT_PLACE)
    store<u64>(kept, times - median, COUNTED_AT_TIMES)
    filled += units << 1
    count++
    let slot = hash & NUMBER
    while (load<u32>(slots + (slot << 2))) slot = (slot + 1) & NUMBER
    store<u32>(slots + (slot << 2), (hash & ~NUMBER) | count)
  }
  store<u32>(sketch, count, SKETCH_AT_COUNTS)
  store<u32>(sketch, filled, SKETCH_AT_TEXTS_END)
  store<u32>(sketch, 1, SKETCH_AT_FORGOT)
}

/** Nearly always it is one of few small numbers. */
function medianOf(first: usize, end: usize): u64 {
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
