// Remembers the names of fields, with the tags that are written for them, and guesses which comes next: what came after a
// name once comes after it again.

import { KIND_ATTRIBUTE, KIND_REFUSED, LONGEST_NAME, NAMES, NAMES_SIZE, SLOTS, SLOTS_SIZE } from './layout'

// @ts-ignore: decorator
@external("host", "kindOf")
declare function hostKindOf(from: usize, length: usize): u32

@inline export const QUOTE: u8 = 0x22
@inline const COLON: u8 = 0x3a
@inline const BACKSLASH: u8 = 0x5c

/** A name as a field has it. Texts stand after it: its key `"name":`, then what is written before and after its value. */
export type Name = usize
export namespace At {
  export const KIND: usize = 0
  export const KEY_LENGTH: usize = 4
  export const OPEN: usize = 8
  export const OPEN_LENGTH: usize = 12
  export const CLOSE: usize = 16
  export const CLOSE_LENGTH: usize = 20
  // guesses, two for each place: the last, and the one before
  export const NEXT: usize = 24 // in the same object
  export const FIRST: usize = 32 // in an object that is its value
  export const CHAIN: usize = 40 // the next name of the same hash
  export const KEY: usize = 48
}

const BLOCK: usize = 16
/** What is guessed when nothing is known: no key is so. */
const NONE: Name = NAMES

let end: usize = NAMES
/** Whether the next record has to begin with no names: there was no room for more. */
export let areFull: bool = false

/** Two guesses for the first names of records. */
export const FIRSTS: usize = NAMES + 64

export function forgetNames(): void {
  memory.fill(SLOTS, 0, SLOTS_SIZE)
  store<u32>(NONE, KIND_REFUSED, At.KIND)
  store<u32>(NONE, 1, At.KEY_LENGTH)
  store<u8>(NONE, 0, At.KEY)
  guessNothing(FIRSTS)
  end = NAMES + 80
  areFull = false
}

@inline function guessNothing(at: usize): void {
  store<u32>(at, <u32>NONE)
  store<u32>(at, <u32>NONE, 4)
}

/** The name whose key stands there, `▮"name":1`; 0 for one that is not kept. `guess` is where two are guessed. */
@inline export function nameAt(p: usize, guess: usize): Name {
  const name: Name = load<u32>(guess)
  return isKeyOf(name, p) ? name : otherName(p, guess)
}

@inline function isKeyOf(name: Name, p: usize): bool {
  const length = load<u32>(name, At.KEY_LENGTH)
  const equal = i8x16.bitmask(i8x16.eq(v128.load(name, At.KEY), v128.load(p)))
  if (length <= BLOCK) return !(~equal & ((1 << length) - 1))
  return equal == 0xffff && areEqual(name + At.KEY + BLOCK, p + BLOCK, length - BLOCK)
}

@inline function areEqual(one: usize, other: usize, length: usize): bool {
  if (length > BLOCK) return memory.compare(one, other, length) == 0
  const equal = i8x16.bitmask(i8x16.eq(v128.load(one), v128.load(other)))
  return !(~equal & ((1 << <u32>length) - 1))
}

function otherName(p: usize, guess: usize): Name {
  const last = load<u32>(guess)
  let name: Name = load<u32>(guess, 4)
  if (!isKeyOf(name, p)) {
    const stop = keyEnd(p + 1)
    if (!stop) return 0
    name = named(p + 1, stop - p - 1)
    if (!name) return 0
  }
  store<u32>(guess, <u32>name)
  store<u32>(guess, last, 4)
  return name
}

/** From `"▮name"` to its end; 0 with an escape, which no name of XML has. */
export function keyEnd(p: usize): usize {
  while (true) {
    const c = load<u8>(p)
    if (c == QUOTE) return p
    if (c == BACKSLASH) return 0
    p++
  }
}

/** The name that is written there; 0 for one that is not kept. */
export function named(from: usize, length: usize): Name {
  const slot = SLOTS + (hashOf(from, length) & (SLOTS_SIZE - 4))
  for (let name: Name = load<u32>(slot); name; name = load<u32>(name, At.CHAIN)) {
    const isLong = load<u32>(name, At.KEY_LENGTH) == <u32>length + 3
    if (isLong && memory.compare(name + At.KEY + 1, from, length) == 0) return name
  }
  return keep(from, length, slot)
}

/** Of its length and its first and last bytes. */
function hashOf(from: usize, length: usize): u32 {
  let hash: u32 = <u32>length
  const last = from + length
  const rest = length > 12 ? last - 4 : last
  for (let p = from; p < last; p++) {
    if (p == from + 8 && p < rest) p = rest
    hash = (hash ^ load<u8>(p)) * 0x9e3779b1
  }
  return hash >> 14
}

function keep(from: usize, length: usize, slot: usize): Name {
  const size = (At.KEY + 3 * (length + 3 + BLOCK) + 15) & ~15
  if (length > <usize>LONGEST_NAME) return 0
  if (end + size > <usize>(NAMES + NAMES_SIZE)) {
    areFull = true
    return 0
  }
  const name: Name = end
  end += size
  const kind = hostKindOf(from, length)
  store<u32>(name, kind, At.KIND)
  store<u32>(name, <u32>length + 3, At.KEY_LENGTH)
  guessNothing(name + At.NEXT)
  guessNothing(name + At.FIRST)
  store<u32>(name, load<u32>(slot), At.CHAIN)
  store<u32>(slot, <u32>name)
  let to = put(name + At.KEY, QUOTE, from, length)
  store<u16>(to, <u16>COLON << 8 | QUOTE)
  to += 2 + BLOCK // which is read with the key
  store<u32>(name, <u32>to, At.OPEN)
  if (kind == KIND_ATTRIBUTE) {
    // ` name="` and `"`
    to = put(to, 0x20, from + 1, length - 1)
    store<u16>(to, 0x223d)
    to += 2
    store<u32>(name, <u32>to - 1, At.CLOSE)
    store<u32>(name, 1, At.CLOSE_LENGTH)
  } else {
    // `<name>` and `</name>`
    to = put(to, 0x3c, from, length)
    store<u8>(to++, 0x3e)
    store<u32>(name, <u32>to, At.CLOSE)
    store<u32>(name, <u32>length + 3, At.CLOSE_LENGTH)
    store<u8>(to++, 0x3c)
    to = put(to, 0x2f, from, length)
    store<u8>(to, 0x3e)
    to -= length + 2
  }
  store<u32>(name, <u32>to - load<u32>(name, At.OPEN), At.OPEN_LENGTH)
  return name
}

/** Writes a byte and what follows it; answers the end. */
function put(to: usize, first: u8, from: usize, length: usize): usize {
  store<u8>(to, first)
  memory.copy(to + 1, from, length)
  return to + 1 + length
}
