// Turns `&…;` into a character or an entity.

import { isCharacter, nameEnd } from './characters'
import { fail } from './fault'
import { entity as askForEntity } from './host'
import { entityKind } from './input'
import {
  ENTITY_COUNTED, FAULT_CHARACTER_NOT_ALLOWED, FAULT_ENTITY, FAULT_EXPECTED_DIGIT, FAULT_EXPECTED_NAME,
  FAULT_EXPECTED_SEMICOLON, FAULT_NAME,
} from './layout'
import { At, intern, Names } from './names'
import { Outcome } from './tag'
import { countReference } from './tally'

/** The reference read last. */
@final export class Reference {
  static end: usize = 0
  /** The character, or 0 for an entity. */
  static character: u32 = 0
  static entity: u32 = 0
}

/** Reads the reference at `p`, where `&` stands, in a text up to `end`. */
export function readReference(p: usize, end: usize, isInAttribute: bool): i32 {
  const four = load<u32>(p)
  const fifth = load<u8>(p, 4)
  if (four == 0x3b746c26) return character(0x3c, p + 4) // &lt;
  if (four == 0x3b746726) return character(0x3e, p + 4) // &gt;
  if (four == 0x6f757126 && load<u16>(p, 4) == 0x3b74) return character(0x22, p + 6) // &quot;
  if (four == 0x706d6126 && fifth == 0x3b) return character(0x26, p + 5) // &amp;
  if (four == 0x6f706126 && load<u16>(p, 4) == 0x3b73) return character(0x27, p + 6) // &apos;
  return load<u8>(p, 1) == 0x23 ? byNumber(p, end, isInAttribute) : byName(p, end, isInAttribute)
}

@inline function character(code: u32, end: usize): i32 {
  Reference.character = code
  Reference.end = end
  return Outcome.WHOLE
}

@final class Digits {
  static from: usize = 0
  static end: usize = 0
  static code: u32 = 0
}

// &#65; &#x41;
function readDigits(start: usize): void {
  let p = start + 2
  let code: u32 = 0
  const isHexadecimal = load<u8>(p) == 0x78
  if (isHexadecimal) p++
  Digits.from = p
  while (true) {
    const b = <u32>load<u8>(p)
    const letter = b | 0x20
    let digit: u32 = 0
    if (b >= 0x30 && b <= 0x39) digit = b - 0x30
    else if (isHexadecimal && letter >= 0x61 && letter <= 0x66) digit = letter - 0x57
    else break
    code = code > 0x10ffff ? code : code * (isHexadecimal ? 16 : 10) + digit
    p++
  }
  Digits.end = p
  Digits.code = code
}

/** Reads the reference at `p` if it is one by number and nothing is wrong with it. */
export function readCharacter(p: usize): bool {
  if (load<u8>(p, 1) != 0x23) return false
  readDigits(p)
  const end = Digits.end
  if (end == Digits.from || load<u8>(end) != 0x3b || end - p > Names.longest) return false
  if (!isCharacter(Digits.code)) return false
  character(Digits.code, end + 1)
  return true
}

function byNumber(start: usize, end: usize, isInAttribute: bool): i32 {
  readDigits(start)
  const p = Digits.end
  const code = Digits.code
  if (p - start > Names.longest) {
    fail(FAULT_NAME, start)
    return Outcome.FAULT
  }
  if (p >= end && !isInAttribute) return Outcome.INCOMPLETE
  if (p == Digits.from) return malformed(FAULT_EXPECTED_DIGIT, start, p)
  if (load<u8>(p) != 0x3b) return malformed(FAULT_EXPECTED_SEMICOLON, start, p)
  if (!isCharacter(code)) {
    fail(FAULT_CHARACTER_NOT_ALLOWED, start, start, p + 1 - start)
    return Outcome.FAULT
  }
  return character(code, p + 1)
}

function byName(start: usize, end: usize, isInAttribute: bool): i32 {
  const from = start + 1
  const stop = nameEnd(from)
  if (stop - from > Names.longest) {
    fail(FAULT_NAME, start)
    return Outcome.FAULT
  }
  if (stop >= end && !isInAttribute) return Outcome.INCOMPLETE
  if (stop == from) return malformed(FAULT_EXPECTED_NAME, start, stop)
  if (load<u8>(stop) != 0x3b) return malformed(FAULT_EXPECTED_SEMICOLON, start, stop)
  const name = intern(from, stop - from)
  if (!name) return Outcome.FAULT
  const known = isInAttribute ? load<u32>(name, At.ATTRIBUTE_ENTITY) : load<u32>(name, At.ENTITY)
  let entity = <i32>known - 1
  if (!known) {
    entity = askForEntity(name, isInAttribute, start)
    if (entity < 0) {
      fail(FAULT_ENTITY, start)
      return Outcome.FAULT
    }
    if (isInAttribute) store<u32>(name, entity + 1, At.ATTRIBUTE_ENTITY)
    else store<u32>(name, entity + 1, At.ENTITY)
  }
  if (entityKind(entity) >= <u32>ENTITY_COUNTED) countReference(entity)
  Reference.character = 0
  Reference.entity = entity
  Reference.end = stop + 1
  return Outcome.WHOLE
}

function malformed(code: i32, start: usize, p: usize): i32 {
  fail(code, p, start, p - start)
  return Outcome.FAULT
}
