// Says how much a value holds, as a group of rows counts it (`src/formats/row-group.ts`): so much for every value, and
// the characters of texts, as JavaScript has them.

import { FORM_ESCAPED, VALUE_SIZE } from './layout'
import { BACKSLASH, form, QUOTE, textEnd } from './walk'

@inline const COLON: u8 = 0x3a
@inline const LAST_OF_CHARACTER: i8 = -65 // 0xbf, as 0x80 is -128

/** Of JSON without white space, in which every text can be passed. */
export function sizeOf(p: usize, end: usize): u32 {
  let size: u32 = 0
  while (p < end) {
    const c = load<u8>(p)
    if (c == QUOTE) {
      const close = textEnd(p + 1)
      const isName = load<u8>(close, 1) == COLON
      if (!isName) size += VALUE_SIZE + charactersOf(p + 1, close, form)
      p = close + (isName ? 2 : 1)
    } else if (c == 0x5b || c == 0x7b) {
      size += VALUE_SIZE // [ {
      p++
    } else if (isAfterValue(c)) p++
    else {
      size += VALUE_SIZE // a number or a word
      while (p < end && !isAfterValue(load<u8>(p))) p++
    }
  }
  return size
}

@inline function isAfterValue(c: u8): bool {
  return c == 0x2c || c == 0x5d || c == 0x7d // , ] }
}

/** Of a text: one beyond U+FFFF counts twice. */
export function charactersOf(from: usize, end: usize, form: u32): u32 {
  let count: u32 = 0
  for (let p = from; p < end; p += 16) {
    const block = v128.load(p)
    const taken: u32 = end - p >= 16 ? 0xffff : (1 << <u32>(end - p)) - 1
    const following = i8x16.bitmask(i8x16.le_s(block, i8x16.splat(LAST_OF_CHARACTER)))
    const wide = i8x16.bitmask(i8x16.ge_u(block, i8x16.splat(<i8>0xf0)))
    count += popcnt(taken & ~following) + popcnt(taken & wide)
  }
  if (form == FORM_ESCAPED) {
    for (let p = from; p < end; p++) {
      if (load<u8>(p) != BACKSLASH) continue
      count--
      p++
    }
  }
  return count
}
