// Turns the bytes of a start tag into a name and a table of attributes, values still as written.

import { nameEnd } from '../bytes/characters'
import { fail, Fault } from '../bytes/fault'
import { ATTRIBUTES, ATTRIBUTES_END } from '../bytes/memory'
import {
  FAULT_ATTRIBUTE_REPEATED, FAULT_ATTRIBUTES, FAULT_ATTRIBUTES_FULL, FAULT_CHARACTER_IN_NAME, FAULT_COLON_MISPLACED,
  FAULT_EXPECTED_ATTRIBUTE, FAULT_EXPECTED_END_AFTER_SLASH, FAULT_EXPECTED_EQUALS, FAULT_EXPECTED_QUOTE,
  FAULT_EXPECTED_SPACE, FAULT_EXPECTED_TAG, FAULT_LESS_THAN_IN_ATTRIBUTE, FAULT_NAME, FAULT_TAG, FLAG_COLON,
  FLAG_COLON_MISPLACED, FLAG_DECLARES,
} from '../layout'
import { ATTRIBUTE_SIZE, AttributeAt, AttributeFlag } from './attributes'
import { describeOnce } from './describe'
import { At, EMPTY, intern, lengthOfName, Name, Names } from './names'
import { fault, Outcome } from './outcome'
import { expectElement, expectAttribute, predictedElement, predictedAttribute } from './predict'

/** The start tag read last. */
@final export class Tag {
  static name: Name = EMPTY
  static from: usize = 0 // where its < stands
  static end: usize = 0
  static isEmpty: bool = false // <a/>
  static attributes: usize = 0 // how many
  static hasPrefixed: bool = false // an attribute with a prefix, or a declaration of one
  static previous: Name = EMPTY // the element that started before
  static number: u32 = 0
  static mostAttributes: u32 = 0
  static longest: usize = 0
  static hasNamespaces: bool = true
}

/** The name at `p`, which was not predicted; 0 when there is none or it is not whole. */
function otherName(p: usize, end: usize): Name {
  const stop = nameEnd(p)
  if (stop >= end) {
    if (stop - p > Names.longest) fail(FAULT_NAME, p)
    return 0
  }
  if (stop == p) {
    fail(load<u8>(p - 1) == 0x3c ? FAULT_EXPECTED_TAG : FAULT_EXPECTED_ATTRIBUTE, p)
    return 0
  }
  const name = intern(p, stop - p)
  if (!name) return 0
  describeOnce(name)
  if (Fault.code) {
    Fault.at = p // what was learned of it stands elsewhere
    return 0
  }
  if (Tag.hasNamespaces && load<u32>(name, At.FLAGS) & FLAG_COLON_MISPLACED) {
    fail(FAULT_COLON_MISPLACED, p, p, stop - p)
    return 0
  }
  return name
}

/** Reads `<name`; answers its end, 0 when it is not whole or with a fault. */
@inline export function scanName(start: usize, end: usize): usize {
  const p = start + 1
  const previous = Tag.previous
  let name = predictedElement(previous, p)
  if (name == EMPTY) {
    name = otherName(p, end)
    if (!name) return 0
    expectElement(previous, name)
  }
  Tag.name = name
  Tag.attributes = 0
  Tag.hasPrefixed = false
  return p + lengthOfName(name)
}

/** Reads the attributes, and the end of the tag. */
export function scanAttributes(start: usize, from: usize, end: usize, element: Name): i32 {
  let p = from
  let table = ATTRIBUTES
  let previous: Name = element
  let flagsOfAll: u32 = 0
  const number = ++Tag.number
  while (true) {
    // <a▮ name="b"
    let b = load<u8>(p)
    const hasSpace = b <= 0x20 && b != 0
    while (b <= 0x20 && b != 0) b = load<u8>(++p)
    if (b == 0x3e || b == 0x2f) break
    if (p >= end) return Outcome.INCOMPLETE
    if (!hasSpace) return fault(Tag.attributes ? FAULT_EXPECTED_SPACE : FAULT_CHARACTER_IN_NAME, p)

    // <a ▮name="b"
    const nameFrom = p
    let name = predictedAttribute(previous, p)
    if (name == EMPTY) {
      name = otherName(p, end)
      if (!name) return Fault.code ? Outcome.FAULT : Outcome.INCOMPLETE
      expectAttribute(previous, name)
    }
    previous = name
    p += lengthOfName(name)
    b = load<u8>(p)
    while (b <= 0x20 && b != 0) b = load<u8>(++p)
    if (b != 0x3d) return p >= end ? Outcome.INCOMPLETE : fault(FAULT_EXPECTED_EQUALS, p)
    b = load<u8>(++p)
    while (b <= 0x20 && b != 0) b = load<u8>(++p)
    if (b != 0x22 && b != 0x27) return p >= end ? Outcome.INCOMPLETE : fault(FAULT_EXPECTED_QUOTE, p)
    p++

    // <a name="▮
    let flags: u32 = 0
    const valueFrom = p
    const quotes = i8x16.splat(b)
    while (true) {
      const v = v128.load(p)
      const stops = i8x16.bitmask(v128.or(i8x16.eq(v, quotes), i8x16.eq(v, i8x16.splat(0x3c))))
      const ampersands = i8x16.bitmask(i8x16.eq(v, i8x16.splat(0x26)))
      // " \ and control characters
      const specials = i8x16.bitmask(
        v128.or(
          v128.or(i8x16.eq(v, i8x16.splat(0x22)), i8x16.eq(v, i8x16.splat(0x5c))),
          i8x16.le_u(v, i8x16.splat(0x1f)),
        ),
      )
      if (stops) {
        const at = ctz(stops)
        const before = (1 << at) - 1
        if (specials & before) flags |= AttributeFlag.SPECIAL
        if (ampersands & before) flags |= AttributeFlag.REFERENCE | AttributeFlag.SPECIAL
        p += at
        break
      }
      if (specials) flags |= AttributeFlag.SPECIAL
      if (ampersands) flags |= AttributeFlag.REFERENCE | AttributeFlag.SPECIAL
      p += 16
      if (p >= end) return Outcome.INCOMPLETE
    }
    // <a name="b▮"
    if (load<u8>(p) == 0x3c) {
      return fault(FAULT_LESS_THAN_IN_ATTRIBUTE, p)
    }
    if (load<u32>(name, At.TAG) == number) {
      return refused(FAULT_ATTRIBUTE_REPEATED, start, nameFrom, p, name)
    }
    store<u32>(name, number, At.TAG)
    if (Tag.attributes >= Tag.mostAttributes) return refused(FAULT_ATTRIBUTES, start, nameFrom, p, name)
    if (table + ATTRIBUTE_SIZE > ATTRIBUTES_END) return refused(FAULT_ATTRIBUTES_FULL, start, nameFrom, p, name)
    store<u32>(table, name, AttributeAt.NAME)
    store<u32>(table, valueFrom, AttributeAt.FROM)
    store<u32>(table, p, AttributeAt.TO)
    store<u32>(table, flags, AttributeAt.FLAGS)
    flagsOfAll |= load<u32>(name, At.FLAGS)
    table += ATTRIBUTE_SIZE
    Tag.attributes++
    p++
  }
  // <a name="b"▮>
  Tag.hasPrefixed = (flagsOfAll & (FLAG_COLON | FLAG_DECLARES)) != 0
  Tag.isEmpty = load<u8>(p) == 0x2f
  if (Tag.isEmpty) {
    p++
    if (load<u8>(p) != 0x3e) return p >= end ? Outcome.INCOMPLETE : fault(FAULT_EXPECTED_END_AFTER_SLASH, p)
  }
  Tag.end = p + 1
  return Outcome.WHOLE
}

/** An attribute read up to `p` is refused, unless the tag was too long before: in pieces, that is noticed first. */
function refused(code: i32, start: usize, from: usize, p: usize, name: Name): i32 {
  return p - start > Tag.longest ? fault(FAULT_TAG, start) : fault(code, from, from, lengthOfName(name))
}

export function resetTag(hasNamespaces: bool, mostAttributes: u32, longest: usize): void {
  Tag.previous = EMPTY
  Tag.number = 0
  Tag.hasNamespaces = hasNamespaces
  Tag.mostAttributes = mostAttributes
  Tag.longest = longest
}
