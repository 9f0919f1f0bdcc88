// Finds the cells of a table in a line that is known to be JSON without white space: one record.

import {
  CELL_AT_FORM, CELL_AT_FROM, CELL_AT_LENGTH, CELL_AT_SEEN, FORM_ESCAPED, FORM_JSON, FORM_NONE, FORM_PLAIN, KIND_ARRAY,
  KIND_OBJECT, KIND_SCALAR, LETS_PASS, MARK_MADE, MARK_WAY, NAME_AT_BELOW, NAME_AT_BELOW_END, NAME_AT_CELL, NAME_AT_KEY,
  NAME_AT_LENGTH, NAME_AT_MARK, NAME_SIZE,
} from './layout'

@inline export const LF: u8 = 0x0a
@inline export const QUOTE: u8 = 0x22
@inline export const COMMA: u8 = 0x2c
@inline export const OPENING: u8 = 0x5b // [
@inline export const BACKSLASH: u8 = 0x5c
@inline export const CLOSING: u8 = 0x5d // ]
@inline export const OPENING_BRACE: u8 = 0x7b
@inline export const CLOSING_BRACE: u8 = 0x7d
@inline const MOST_LEVELS: u32 = 60 // of a value that is passed over

/** How rows are written, as bits. */
export let how: u32 = 0

export function setHow(bits: u32): void {
  how = bits
}

/** Marks of the names that the record has. */
let marks: u32 = 0

/** How many values it has that have a name, those in values without names of their own aside. */
export let values: u32 = 0

/** Reads a record from its first member on; answers its end, 0 where it is for the host. */
@inline export function record(p: usize, names: usize, namesEnd: usize): usize {
  marks = 0
  values = 0
  p = members(p, names, namesEnd)
  return marks == (MARK_MADE | MARK_WAY) ? 0 : p
}

/** The form of the text that was passed last. */
export let form: u32 = FORM_PLAIN

/** Reads the members of an object from `{▮"name":1`, of which these names are known; answers its end, 0 where it is for the host. */
function members(p: usize, names: usize, namesEnd: usize): usize {
  let guess = names
  while (true) {
    values++
    const name = hasKey(guess, p) ? guess : find(names, namesEnd, guess, p)
    if (name) {
      marks |= load<u32>(name, NAME_AT_MARK)
      p = member(name, p + load<u32>(name, NAME_AT_LENGTH))
      guess = name + NAME_SIZE
      if (guess == namesEnd) guess = names
    } else p = how & LETS_PASS ? unknown(p) : 0
    if (!p) return 0
    if (load<u8>(p) == CLOSING_BRACE) return p + 1
    p++
  }
}

/** Whether a name stands there. */
@inline export function hasKey(name: usize, p: usize): bool {
  const key = load<u32>(name, NAME_AT_KEY)
  const length = load<u32>(name, NAME_AT_LENGTH)
  const equal = i8x16.bitmask(i8x16.eq(v128.load(key), v128.load(p)))
  if (length <= 16) return !(~equal & ((1 << length) - 1))
  return equal == 0xffff && memory.compare(key + 16, p + 16, length - 16) == 0
}

function find(names: usize, namesEnd: usize, guess: usize, p: usize): usize {
  for (let name = guess + NAME_SIZE; name < namesEnd; name += NAME_SIZE) if (hasKey(name, p)) return name
  for (let name = names; name < guess; name += NAME_SIZE) if (hasKey(name, p)) return name
  return 0
}

/** Passes over a member with a name that is not known. */
function unknown(p: usize): usize {
  p = textEnd(p + 1)
  return p && value(p + 2)
}

/** From `▮"name":` to after it; 0 where JavaScript puts it in another order. */
export function key(p: usize): usize {
  if (<u8>(load<u8>(p, 1) - 0x30) < 10) return 0
  p = textEnd(p + 1)
  return p && p + 2
}

/** Reads the value of a name; answers its end. */
@inline function member(name: usize, p: usize): usize {
  const cell = load<u32>(name, NAME_AT_CELL)
  const first = load<u8>(p)
  if (first == QUOTE) {
    const end = textEnd(p + 1)
    if (!end || !cell) return 0
    return take(cell, p + 1, end, form, KIND_SCALAR) ? end + 1 : 0
  }
  return other(name, cell, p, first)
}

function other(name: usize, cell: usize, p: usize, first: u8): usize {
  if (first == 0x6e) return p + 4 // null
  if (first == OPENING_BRACE) {
    const names = load<u32>(name, NAME_AT_BELOW)
    if (names && load<u8>(p, 1) != CLOSING_BRACE) return members(p + 1, names, load<u32>(name, NAME_AT_BELOW_END))
    const end = value(p)
    if (!end || !cell) return 0
    return take(cell, p, end, FORM_JSON, KIND_OBJECT) ? end : 0
  }
  const end = value(p)
  if (!end || !cell) return 0
  const isArray = first == OPENING
  return take(cell, p, end, isArray ? FORM_JSON : FORM_PLAIN, isArray ? KIND_ARRAY : KIND_SCALAR) ? end : 0
}

/** Reads a record that is a text, as the value of a name. */
export function text(name: usize, p: usize): usize {
  return member(name, p)
}

/** Puts a value into its cell, if it is of a kind that the column had before. */
@inline function take(cell: usize, from: usize, to: usize, form: u32, kind: u32): bool {
  if (load<u32>(cell, CELL_AT_FORM) != FORM_NONE) return false
  if ((load<u32>(cell, CELL_AT_SEEN) & kind) != kind) return false
  store<u32>(cell, <u32>from, CELL_AT_FROM)
  store<u32>(cell, <u32>(to - from), CELL_AT_LENGTH)
  store<u32>(cell, form, CELL_AT_FORM)
  return true
}

/** From `"▮text"` to where it ends; 0 with an escape that is for the host. */
@inline export function textEnd(p: usize): usize {
  form = FORM_PLAIN
  while (true) {
    const v = v128.load(p)
    const stops = v128.or(i8x16.eq(v, i8x16.splat(QUOTE)), i8x16.eq(v, i8x16.splat(BACKSLASH)))
    const mask = i8x16.bitmask(stops)
    if (!mask) {
      p += 16
      continue
    }
    p += ctz(mask)
    if (load<u8>(p) == QUOTE) return p
    if (load<u8>(p, 1) == 0x75) return 0 // \u
    form = FORM_ESCAPED
    p += 2
  }
}

/** Passes over a value; 0 where it is too deep, or has names that JavaScript puts in another order. */
export function value(p: usize): usize {
  const first = load<u8>(p)
  if (first == QUOTE) {
    p = textEnd(p + 1)
    return p && p + 1
  }
  if (first != OPENING && first != OPENING_BRACE) {
    // a number or a word
    for (let c = first; c != COMMA && c != CLOSING_BRACE && c != CLOSING && c != LF;) c = load<u8>(++p)
    return p
  }
  let levels: u64 = 1 // a bit each, that of an object 1, after one that is always there
  let depth: u32 = 0
  while (true) {
    const c = load<u8>(p)
    if (c == OPENING || c == OPENING_BRACE) {
      if (++depth > MOST_LEVELS) return 0
      levels = (levels << 1) | (c == OPENING_BRACE ? 1 : 0)
    } else if (c == CLOSING || c == CLOSING_BRACE) {
      levels >>= 1
      if (!--depth) return p + 1
    } else if (c == QUOTE) {
      const before = load<u8>(p - 1)
      if (levels & 1 && (before == OPENING_BRACE || before == COMMA) && <u8>(load<u8>(p, 1) - 0x30) < 10) return 0
      p = textEnd(p + 1)
      if (!p) return 0
    }
    p++
  }
}
