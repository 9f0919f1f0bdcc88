// Makes of a column of the table what Arrow has of one: its values side by side, where they end, and a bit for each that
// is there.

import {
  ENTRY_AT_FORM, FORM_BITS, FORM_ESCAPED, FORM_JSON, FORM_NONE, FORM_PLAIN, FOUND_BOOLEAN, FOUND_INTEGER, FOUND_NESTED,
  FOUND_NUMBER, FOUND_TEXT,
} from './layout'
import { rowSize } from './cells'
import { booleanOf, integerOf, isInteger, isRead, numberOf, wholeNumberOf } from './scalar'
import { writeBare } from './separated'
import { QUOTE } from './walk'

const FORM: u32 = (1 << FORM_BITS) - 1

/** What the values of a column are, one bit each. `entry` is that of its first row, here and below. */
export function kindsOf(entry: usize, rows: u32): u32 {
  const width = rowSize()
  let kinds: u32 = 0
  for (; rows; rows--, entry += width) {
    const form = load<u32>(entry, ENTRY_AT_FORM) & FORM
    if (form == FORM_NONE) continue
    const from: usize = load<u32>(entry)
    if (form == FORM_JSON) kinds |= FOUND_NESTED
    else if (load<u8>(from - 1) == QUOTE) kinds |= FOUND_TEXT
    else if (load<u8>(from) > 0x60) kinds |= FOUND_BOOLEAN // true false
    else kinds |= isInteger(from, load<u32>(entry, ENTRY_AT_FORM) >> FORM_BITS) ? FOUND_INTEGER : FOUND_NUMBER
  }
  return kinds
}

/** Sets a bit for each value that is there, from the `first` of a byte on; answers how many are not. */
export function presence(entry: usize, rows: u32, to: usize, first: u32): u32 {
  const width = rowSize()
  let missing: u32 = 0
  let byte: u32 = 0
  let bit = first
  for (; rows; rows--, entry += width) {
    const isThere: u32 = load<u32>(entry, ENTRY_AT_FORM) & FORM ? 1 : 0
    missing += isThere ^ 1
    byte |= isThere << bit
    if (++bit < 8) continue
    store<u8>(to++, <u8>byte)
    byte = bit = 0
  }
  store<u8>(to, <u8>byte)
  return missing
}

/** Writes texts to `out`, or JSON, and to `ends` where each ends if they begin at `start`; answers the end. */
export function texts(entry: usize, rows: u32, out: usize, ends: usize, start: u32, isJson: bool): usize {
  const width = rowSize()
  const before = out - start
  for (; rows; rows--, entry += width, ends += 4) {
    let form = load<u32>(entry, ENTRY_AT_FORM)
    if (form) {
      let from: usize = load<u32>(entry)
      let length = form >> FORM_BITS
      form &= FORM
      if (isJson && load<u8>(from - 1) == QUOTE && form != FORM_JSON) {
        from--
        length += 2
        form = FORM_PLAIN
      }
      if (form == FORM_ESCAPED || length > 16) out = writeBare(out, from, length, form)
      else {
        v128.store(out, v128.load(from))
        out += length
      }
    }
    store<u32>(ends, <u32>(out - before))
  }
  return out
}

/** Writes whole numbers of 64 bits; answers whether all values are. `isDeclared` says that a text may be one. */
export function integers(entry: usize, rows: u32, out: usize, isDeclared: bool): bool {
  const width = rowSize()
  for (; rows; rows--, entry += width, out += 8) {
    const form = load<u32>(entry, ENTRY_AT_FORM)
    let value: i64 = 0
    if (form) {
      const from: usize = load<u32>(entry)
      if ((form & FORM) != FORM_PLAIN) return false
      const isText = load<u8>(from - 1) == QUOTE
      if (isText && !isDeclared) return false
      value = isText ? wholeNumberOf(from, form >> FORM_BITS) : integerOf(from, form >> FORM_BITS)
      if (!isRead) return false
    }
    store<i64>(out, value)
  }
  return true
}

/** The same for numbers. */
export function numbers(entry: usize, rows: u32, out: usize, isDeclared: bool): bool {
  const width = rowSize()
  for (; rows; rows--, entry += width, out += 8) {
    const form = load<u32>(entry, ENTRY_AT_FORM)
    let value: f64 = 0
    if (form) {
      const from: usize = load<u32>(entry)
      if ((form & FORM) != FORM_PLAIN || (load<u8>(from - 1) == QUOTE && !isDeclared)) return false
      value = numberOf(from, form >> FORM_BITS)
      if (!isRead) return false
    }
    store<f64>(out, value)
  }
  return true
}

/** The same for true and false: a bit each, from the `first` of a byte on. */
export function booleans(entry: usize, rows: u32, out: usize, isDeclared: bool, first: u32): bool {
  const width = rowSize()
  let byte: u32 = 0
  let bit = first
  for (; rows; rows--, entry += width) {
    const form = load<u32>(entry, ENTRY_AT_FORM)
    if (form) {
      const from: usize = load<u32>(entry)
      const isText = load<u8>(from - 1) == QUOTE
      if ((form & FORM) != FORM_PLAIN || (isText && !isDeclared)) return false
      byte |= <u32>booleanOf(from, form >> FORM_BITS, isText) << bit
      if (!isRead) return false
    }
    if (++bit < 8) continue
    store<u8>(out++, <u8>byte)
    byte = bit = 0
  }
  store<u8>(out, <u8>byte)
  return true
}
