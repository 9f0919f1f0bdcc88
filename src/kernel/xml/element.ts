// Writes the values of JSON as elements, each in the tags of its name. The JSON is known to be without white space, and no
// object in it has a name twice.

import { KIND_ATTRIBUTE, KIND_ELEMENT, KIND_TEXT } from './layout'
import { At, Name, nameAt, QUOTE } from './names'
import { isFull, limit, refuseForRoom, setTo, stopsIn, text, to } from './text'

@inline const COMMA: u8 = 0x2c
@inline const OPENING: u8 = 0x5b // [
@inline const CLOSING: u8 = 0x5d // ]
@inline const LETTER_N: u8 = 0x6e // of null
@inline export const OPENING_BRACE: u8 = 0x7b
@inline const CLOSING_BRACE: u8 = 0x7d
@inline const MORE: u8 = 0x3e
@inline const EMPTY_END: u16 = 0x3e2f // />

const BLOCK: usize = 16
const MOST_LEVELS: u32 = 100
const LONGEST_NUMBER: usize = 64

// How far an element is written.
const IN_TAG: u32 = 0 // `<name a="1"▮`
const IN_CONTENT: u32 = 1
const AFTER_TEXT: u32 = 2 // which comes last

let depth: u32 = 0

/** The content of a record, while attributes are written that come after it: most often that is its name as a field. */
const MOST_HELD: usize = 512
const HELD: usize = memory.data(512)

export function beginElement(): void {
  depth = 0
}

/** Writes a value as an element; answers its end, 0 where it is for the host or has no room. */
export function element(name: Name, p: usize): usize {
  const first = load<u8>(p)
  let out = to
  if (out > limit) return refuseForRoom()
  if (first == OPENING_BRACE) return members(name, p + 1, name + At.FIRST)
  out = copied(out, load<u32>(name, At.OPEN), load<u32>(name, At.OPEN_LENGTH))
  if (first == QUOTE) {
    setTo(out)
    p = text(p + 1, false)
    if (!p) return 0
    p++
    out = to
  } else {
    if (first == OPENING) return 0
    if (first == LETTER_N) {
      store<u16>(out - 1, EMPTY_END)
      setTo(out + 1)
      return p + 4
    }
    p = word(p, out)
    if (!p) return 0
    out = to
  }
  setTo(copied(out, load<u32>(name, At.CLOSE), load<u32>(name, At.CLOSE_LENGTH)))
  return p
}

/** Writes an object as an element, from its first member on; `guess` is where that is guessed. */
export function members(name: Name, p: usize, guess: usize): usize {
  if (++depth > MOST_LEVELS) return 0
  let out = copied(to, load<u32>(name, At.OPEN), load<u32>(name, At.OPEN_LENGTH) - 1)
  let state = IN_TAG
  let content = out // where it begins, with the > of the tag
  let held: usize = 0
  while (load<u8>(p) != CLOSING_BRACE) {
    if (out > limit) return refuseForRoom()
    const member = nameAt(p, guess)
    if (!member) return 0
    guess = member + At.NEXT
    p += load<u32>(member, At.KEY_LENGTH)
    const first = load<u8>(p)
    const kind = load<u32>(member, At.KIND)
    if (held && kind != KIND_ATTRIBUTE) {
      content = out
      out = released(out, held)
      held = 0
      state = IN_CONTENT
    }
    if (kind == KIND_ELEMENT) {
      if (state == IN_TAG) {
        if (first != OPENING || load<u8>(p, 1) != CLOSING) {
          content = out
          store<u8>(out++, MORE)
          state = IN_CONTENT
        }
      } else if (state == AFTER_TEXT) return 0
      if (first == QUOTE) {
        out = copied(out, load<u32>(member, At.OPEN), load<u32>(member, At.OPEN_LENGTH))
        p = shortText(p + 1, out, false)
        if (!p) return 0
        out = copied(to, load<u32>(member, At.CLOSE), load<u32>(member, At.CLOSE_LENGTH))
      } else {
        setTo(out)
        p = first == OPENING ? items(member, p + 1) : element(member, p)
        if (!p) return 0
        out = to
      }
    } else if (kind == KIND_ATTRIBUTE) {
      if (state != IN_TAG) {
        held = out - content
        if (state == AFTER_TEXT || depth > 1 || held > MOST_HELD) return 0
        memory.copy(HELD, content, held)
        out = content
        state = IN_TAG
      }
      out = copied(out, load<u32>(member, At.OPEN), load<u32>(member, At.OPEN_LENGTH))
      p = first == QUOTE ? shortText(p + 1, out, true) : bareWord(p, out, first)
      if (!p) return 0
      out = to
      store<u8>(out++, QUOTE)
    } else if (kind == KIND_TEXT) {
      if (state == AFTER_TEXT) return 0
      const start = out
      if (state == IN_TAG) store<u8>(out++, MORE)
      const from = out
      p = first == QUOTE ? shortText(p + 1, out, false) : bareWord(p, out, first)
      if (!p) return 0
      // an element with nothing in it has no end tag
      const isEmpty = state == IN_TAG && to == from
      out = isEmpty ? start : to
      if (!isEmpty) state = AFTER_TEXT
    } else return 0
    if (load<u8>(p) == CLOSING_BRACE) break
    p++ // the comma
  }
  if (held) {
    out = released(out, held)
    state = IN_CONTENT
  }
  if (state == IN_TAG) {
    store<u16>(out, EMPTY_END)
    out += 2
  } else {
    if (out > limit) return refuseForRoom() // many long names may end here, one after the other
    out = copied(out, load<u32>(name, At.CLOSE), load<u32>(name, At.CLOSE_LENGTH))
  }
  setTo(out)
  depth--
  return p + 1
}

/** Writes the content that was held back for attributes; answers its end. */
function released(out: usize, held: usize): usize {
  memory.copy(out, HELD, held)
  return out + held
}

/** Writes each value of an array as an element. */
function items(name: Name, p: usize): usize {
  if (load<u8>(p) == CLOSING) return p + 1
  while (true) {
    p = element(name, p)
    if (!p) return 0
    if (load<u8>(p) == CLOSING) return p + 1
    p++
  }
}

/** Writes a text that is mostly short and has nothing to escape; answers what is after it. */
@inline function shortText(p: usize, out: usize, isAttribute: bool): usize {
  const block = v128.load(p)
  v128.store(out, block)
  const stops = stopsIn(block)
  const length: usize = ctz(stops)
  if (stops && load<u8>(p + length) == QUOTE) {
    setTo(out + length)
    return p + length + 1
  }
  setTo(out)
  p = text(p, isAttribute)
  return p && p + 1
}

/** Writes null as nothing, and other words and numbers; no array and no object. */
function bareWord(p: usize, out: usize, first: u8): usize {
  if (first == OPENING || first == OPENING_BRACE) return 0
  if (first != LETTER_N) return word(p, out)
  setTo(out)
  return p + 4
}

/** Writes a number, true or false as it stands. */
function word(p: usize, out: usize): usize {
  const start = p
  for (let c = load<u8>(p); c != COMMA && c != CLOSING_BRACE && c != CLOSING && c >= 0x20; c = load<u8>(++p)) {
    store<u8>(out++, c)
    if (p - start > LONGEST_NUMBER) return 0
  }
  setTo(out)
  return p
}

@inline function copied(out: usize, from: usize, length: usize): usize {
  v128.store(out, v128.load(from))
  if (length > BLOCK) {
    v128.store(out + BLOCK, v128.load(from + BLOCK))
    if (length > 2 * BLOCK) memory.copy(out + 2 * BLOCK, from + 2 * BLOCK, length - 2 * BLOCK)
  }
  return out + length
}
