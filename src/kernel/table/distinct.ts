// Counts different texts by their hashes, as `sketch/distinct.ts` does: exactly up to a number, then as registers of an
// estimate.

import {
  EXACT_DISTINCT, EXACT_SLOTS, REGISTER_BITS, REGISTERS, SKETCH_AT_DISTINCT, SKETCH_AT_REGISTERS,
} from './layout'

/** Takes the first two words of a hash; `room` is for as many of them as are counted exactly. */
@inline export function addHash(sketch: usize, first: u32, second: u32, room: usize): void {
  if (load<u32>(sketch, SKETCH_AT_DISTINCT) > <u32>EXACT_DISTINCT) {
    raise(sketch, first >> (32 - REGISTER_BITS), (first << 21) | (second >> 11))
  } else addExactly(sketch, (((<u64>first) << 21) | (second >> 11)) + 1, room) // 0 is an empty place
}

@inline function raise(sketch: usize, register: u32, bits: u32): void {
  const at = sketch + SKETCH_AT_REGISTERS + register
  const zeros = <u8>(clz(bits) + 1)
  if (zeros > load<u8>(at)) store<u8>(at, zeros)
}

function addExactly(sketch: usize, hash: u64, room: usize): void {
  const slots = sketch + SKETCH_AT_REGISTERS
  let slot = <u32>hash & (EXACT_SLOTS - 1)
  while (true) {
    const known = load<u64>(slots + (slot << 3))
    if (known == hash) return
    if (!known) break
    slot = (slot + 1) & (EXACT_SLOTS - 1)
  }
  store<u64>(slots + (slot << 3), hash)
  const count = load<u32>(sketch, SKETCH_AT_DISTINCT) + 1
  store<u32>(sketch, count, SKETCH_AT_DISTINCT)
  if (count > <u32>EXACT_DISTINCT) estimate(sketch, room)
}

/** Makes registers of what was counted, in its place. */
function estimate(sketch: usize, room: usize): void {
  const slots = sketch + SKETCH_AT_REGISTERS
  let end = room
  for (let slot = slots; slot < slots + REGISTERS; slot += 8) {
    if (!load<u64>(slot)) continue
    store<u64>(end, load<u64>(slot) - 1)
    end += 8
  }
  memory.fill(slots, 0, REGISTERS)
  for (; room < end; room += 8) {
    const bits = load<u64>(room)
    raise(sketch, <u32>(bits >> (53 - REGISTER_BITS)), <u32>bits)
  }
}
