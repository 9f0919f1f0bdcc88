// Turns `&…;` into a character or an entity.

import { isCharacter, nameEnd } from '../bytes/characters'
import { entity as askForEntity } from '../bytes/imports'
import { AMP, APOS, APOS_END, GT, LT, QUOT, QUOT_END } from '../bytes/words'
import {
  ENTITY_COUNTED, FAULT_CHARACTER_NOT_ALLOWED, FAULT_ENTITY, FAULT_EXPECTED_DIGIT, FAULT_EXPECTED_NAME,
  FAULT_EXPECTED_SEMICOLON, FAULT_NAME,
} from '../layout'
import { entityKind } from './input'
import { At, intern, Names } from './names'
import { fault, Outcome } from './outcome'
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
  if (readPredefined(p)) return Outcome.WHOLE
  return load<u8>(p, 1) == 0x23 ? byNumber(p, end, isInAttribute) : byName(p, end, isInAttribute)
}

/** The same of one that needs no declaration, if nothing is wrong with it. */
export function readOwn(p: usize): bool {
  return readPredefined(p) || readCharacter(p)
}

@inline function readPredefined(p: usize): bool {
  const four = load<u32>(p)
  if (four == LT) return character(0x3c, p + 4)
  if (four == GT) return character(0x3e, p + 4)
  if (four == QUOT && load<u16>(p, 4) == QUOT_END) return character(0x22, p + 6)
  if (four == AMP && load<u8>(p, 4) == 0x3b) return character(0x26, p + 5)
  return four == APOS && load<u16>(p, 4) == APOS_END && character(0x27, p + 6)
}

@inline function character(code: u32, end: usize): bool {
  Reference.character = code
  Reference.end = end
  return true
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

function readCharacter(p: usize): bool {
  if (load<u8>(p, 1) != 0x23) return false
  readDigits(p)
  const end = Digits.end
  if (end == Digits.from || load<u8>(end) != 0x3b || end - p > Names.longest) return false
  if (!isCharacter(Digits.code)) return false
  return character(Digits.code, end + 1)
}

function byNumber(start: usize, end: usize, isInAttribute: bool): i32 {
  readDigits(start)
  const p = Digits.end
  const code = Digits.code
  if (p - start > Names.longest) {
    return fault(FAULT_NAME, start)
  }
  if (p >= end && !isInAttribute) return Outcome.INCOMPLETE
  if (p == Digits.from) return fault(FAULT_EXPECTED_DIGIT, p, start, p - start)
  if (load<u8>(p) != 0x3b) return fault(FAULT_EXPECTED_SEMICOLON, p, start, p - start)
  if (!isCharacter(code)) {
    return fault(FAULT_CHARACTER_NOT_ALLOWED, start, start, p + 1 - start)
  }
  character(code, p + 1)
  return Outcome.WHOLE
}

function byName(start: usize, end: usize, isInAttribute: bool): i32 {
  const from = start + 1
  const stop = nameEnd(from)
  if (stop - from > Names.longest) {
    return fault(FAULT_NAME, start)
  }
  if (stop >= end && !isInAttribute) return Outcome.INCOMPLETE
  if (stop == from) return fault(FAULT_EXPECTED_NAME, stop, start, stop - start)
  if (load<u8>(stop) != 0x3b) return fault(FAULT_EXPECTED_SEMICOLON, stop, start, stop - start)
  const name = intern(from, stop - from)
  if (!name) return Outcome.FAULT
  const known = isInAttribute ? load<u32>(name, At.ATTRIBUTE_ENTITY) : load<u32>(name, At.ENTITY)
  let entity = <i32>known - 1
  if (!known) {
    entity = askForEntity(name, isInAttribute, start)
    if (entity < 0) {
      return fault(FAULT_ENTITY, start)
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
