// Copies text from the document to where it is wanted: references resolved, line ends and white space as XML has
// them and, for a line of JSON, escaped. `T` says which: `u8` for the text itself, `u16` for JSON.

import { putCodePoint } from '../bytes/characters'
import { fail } from '../bytes/fault'
import { CERTAIN, marksAt, SEEN } from '../bytes/marks'
import { SHORTCUTS } from '../bytes/shortcuts'
import { AMP, BRACKETS, CDATA_TAG, ESCAPED_CR, ESCAPED_LF, ESCAPED_TAB, GT, LINE_FEED, LT, QUOT, QUOT_END } from '../bytes/words'
import { ENTITY_KEPT, ENTITY_MARKUP, FAULT_CDATA_END_IN_TEXT, FAULT_ENDS_IN_REFERENCE } from '../layout'
import { entityKind, entityLength, entityText, expandBy, Input, notBalanced } from './input'
import { Outcome } from './outcome'
import { readOwn, readReference, Reference } from './reference'

/** What the text is, and with it what may stand in it. */
export namespace Kind {
  export const TEXT: i32 = 0
  export const CDATA: i32 = 1
  export const VALUE: i32 = 2 // of an attribute, whole
  export const LITERAL: i32 = 3 // of an entity, where nothing means anything
  export const QUOTED: i32 = 4 // of an attribute up to its `"`, or to anything uncommon
}

/** Why the copying stopped. */
export namespace Stop {
  export const END: i32 = 0 // at the end, or at < in text
  export const HELD: i32 = 1 // at what may only be understood with the next bytes
  export const CDATA_END: i32 = 2 // after ]]>
  export const ENTITY: i32 = 3 // after a reference to an entity that has to be read
  export const FAULT: i32 = 4
}

@final export class Poured {
  static at: usize = 0
  static stop: i32 = 0
}

/** Copies bytes up to the first special one; answers how many. The zeros after a text are special. */
@inline export function copyPlain(from: usize, to: usize): usize {
  let p = from
  while (true) {
    const marks = marksAt(p)
    v128.store(to, v128.load(p))
    if (!(marks & 0xffff)) copyRest(p, to)
    if (marks) return p + <usize>ctz(marks) - from
    p += SEEN
    to += SEEN
  }
}

/** Copies what is left of 64 bytes when 16 are copied. */
@inline function copyRest(p: usize, to: usize): void {
  v128.store(to, v128.load(p, 16), 16)
  v128.store(to, v128.load(p, 32), 32)
  v128.store(to, v128.load(p, 48), 48)
}

/** Copies from `p` up to `end` to `to`, where twice the room and 64 bytes must be; answers where it ends there. */
export function pour<T>(p: usize, end: usize, to: usize, kind: i32): usize {
  const from = p
  const hasReferences = kind != Kind.CDATA && kind != Kind.LITERAL
  const isValue = kind == Kind.VALUE || kind == Kind.QUOTED
  while (p < end) {
    // what the mask says for certain, no more: after that a special byte may be missing, or the end
    let marks = SHORTCUTS ? marksAt(p) & CERTAIN : <u64>1
    if (end - p < SEEN) marks |= (<u64>1) << (end - p)
    v128.store(to, v128.load(p))
    copyRest(p, to)
    if (!marks) {
      p += SEEN
      to += SEEN
      continue
    }
    // what is common, as long as the next special stands in what is copied
    let read: usize = 0
    while (SHORTCUTS) {
      // ▮abc&lt;d: past what is copied as it is
      const clean = <usize>ctz(marks)
      p += clean
      to += clean
      if (p >= end) break
      const b = load<u8>(p)
      let character = b
      read = 1
      if (b == 0x26) {
        const four = load<u32>(p)
        if (four == LT) {
          character = 0x3c // &lt;
          read = 4
        } else if (four == GT) {
          character = 0x3e // &gt;
          read = 4
        } else if (four == AMP && load<u8>(p, 4) == 0x3b) read = 5 // &amp;
        else if (four == QUOT && load<u16>(p, 4) == QUOT_END) {
          character = 0x22 // &quot;
          read = 6
        } else if (four == LINE_FEED && load<u8>(p, 4) == 0x3b) {
          character = 0x0a // &#xA;
          read = 5
        } else read = 0
        if (!hasReferences) read = 0
      } else if (b == 0x0a) character = isValue ? 0x20 : 0x0a
      else if (b != 0x5c && (b != 0x22 || kind == Kind.QUOTED)) read = 0
      if (!read) break
      to = put<T>(to, character)
      p += read
      marks = marks >> clean >> read
      if (!(marks & 0xffff)) break
      v128.store(to, v128.load(p))
    }
    if (read) continue
    if (p >= end) break
    const b = load<u8>(p)
    // a▮&name;
    if (b == 0x26 && hasReferences) {
      if (kind == Kind.QUOTED && !readOwn(p)) return stop(p, to, Stop.END)
      const outcome = kind == Kind.QUOTED ? Outcome.WHOLE : readReference(p, end, kind == Kind.VALUE)
      if (outcome != Outcome.WHOLE) return stop(p, to, stopAtReference(outcome, kind, p, end))
      const character = Reference.character
      if (character) {
        to = character < 0x80 ? put<T>(to, <u8>character) : putCodePoint(to, character)
        p = Reference.end
        continue
      }
      const entity = Reference.entity
      if (entityKind(entity) != ENTITY_KEPT && !expandBy(entityLength(entity), p)) return stop(p, to, Stop.FAULT)
      // a text much longer than its reference may not have room
      const isLong = entityLength(entity) > 2 * (Reference.end - p)
      p = Reference.end
      if (isLong || entityKind(entity) == ENTITY_MARKUP) return stop(p, to, Stop.ENTITY)
      to = pour<T>(entityText(entity), entityText(entity) + entityLength(entity), to, Kind.LITERAL)
      continue
    }
    // a▮</name>
    if (b == 0x3c && kind == Kind.TEXT) return stop(p, to, Stop.END)
    // a▮" b="c"
    if (kind == Kind.QUOTED && b != 0x3e && b != 0x09) return stop(p, to, Stop.END)
    if (b == 0x3e && kind <= Kind.CDATA && p - from >= 2 && load<u16>(p - 2) == BRACKETS) {
      // ]]▮> ends CDATA and must not stand in text
      if (kind == Kind.CDATA) return stop(p + 1, to - 2, Stop.CDATA_END)
      fail(FAULT_CDATA_END_IN_TEXT, p - 2)
      return stop(p, to, Stop.FAULT)
    }
    // a▮ and a line end or a tab
    if (b < 0x20) {
      if (b == 0x0d && Input.level == 0 && kind != Kind.LITERAL) {
        if (p + 1 >= end && kind <= Kind.CDATA && !Input.isLast) return stop(p, to, Stop.HELD)
        if (p + 1 < end && load<u8>(p, 1) == 0x0a) p++
        to = put<T>(to, isValue ? 0x20 : 0x0a)
      } else to = put<T>(to, isValue ? 0x20 : b)
      p++
      continue
    }
    to = put<T>(to, b)
    p++
  }
  const held = kind <= Kind.CDATA ? bracketsHeld(from, p) : 0
  if (held) return stop(p - held, to - held, Stop.HELD)
  return stop(p, to, Stop.END)
}

/** Why to stop at a reference that is not whole. */
export function stopAtReference(outcome: i32, kind: i32, p: usize, end: usize): i32 {
  if (outcome == Outcome.FAULT) return Stop.FAULT
  const isInDocument = kind == Kind.TEXT && Input.level == 0
  if (isInDocument && !Input.isLast) return Stop.HELD
  if (isInDocument) fail(FAULT_ENDS_IN_REFERENCE, end)
  else notBalanced()
  return Stop.FAULT
}

/** How many brackets before `end` wait for what follows: ]]▮ may be the beginning of ]]>. */
export function bracketsHeld(from: usize, end: usize): usize {
  if (Input.level || Input.isLast) return 0
  let p = end
  while (p > from && end - p < 2 && load<u8>(p - 1) == 0x5d) p--
  return end - p
}

/** Whether to stop at a bracket in CDATA, which ]]> ends. */
export function stopAtBrackets(p: usize, end: usize): i32 {
  const whenCut = Input.level == 0 && !Input.isLast ? Stop.HELD : Stop.END
  if (p + 1 >= end) return whenCut
  if (load<u8>(p, 1) != 0x5d) return Stop.END
  if (p + 2 >= end) return whenCut
  return load<u8>(p, 2) == 0x3e ? Stop.CDATA_END : Stop.END
}

@inline function stop(p: usize, to: usize, reason: i32): usize {
  Poured.at = p
  Poured.stop = reason
  return to
}

/** Writes an ASCII character. */
@inline function put<T>(to: usize, b: u8): usize {
  if (sizeof<T>() == 2) {
    if (b < 0x20) {
      store<u16>(to, b == 0x0a ? ESCAPED_LF : b == 0x09 ? ESCAPED_TAB : ESCAPED_CR)
      return to + 2
    }
    if (b == 0x22 || b == 0x5c) {
      store<u16>(to, (<u16>b << 8) | 0x5c)
      return to + 2
    }
  }
  store<u8>(to, b)
  return to + 1
}

/** Whether <![CDATA[ stands at `p`, where < does. */
@inline export function isCdataAt(p: usize): bool {
  return load<u64>(p, 1) == CDATA_TAG
}
