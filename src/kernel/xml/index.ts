// Writes lines of JSON, a record each, as the elements of a document, and stops at a record that is for the host. The lines
// are as the kernel writes them: without white space, and no object has a name twice.

import { Reached } from '../reached'
export { count, reached, stopped } from '../reached'
import { beginElement, element, members, OPENING_BRACE } from './element'
import { KIND_ELEMENT } from './layout'
import { areFull, At, FIRSTS, forgetNames, keyEnd, Name, named } from './names'
import { isFull, setOut, setTo, to } from './text'

@inline const LF: u8 = 0x0a
@inline const COMMA: u8 = 0x2c
@inline const OPENING: u8 = 0x5b // [

/** `"<element>":"`, where the name of a record's element stands. */
const NAME_KEY: usize = memory.data<u8>([0x22, 0x3c, 0x65, 0x6c, 0x65, 0x6d, 0x65, 0x6e, 0x74, 0x3e, 0x22, 0x3a, 0x22, 0, 0, 0])
const NAME_KEY_LENGTH: usize = 13

/** The name that was given, and that of the element before. */
let given: usize = 0
let givenLength: usize = 0
let isGivenToAll: bool = false
let areNamed: bool = false
let before: Name = 0

/** Says how the elements of records are called that do not say it themselves, or all of them. */
export function begin(name: usize, length: usize, isForAll: bool): void {
  given = name
  givenLength = length
  isGivenToAll = isForAll
  forget()
}

/** Forgets what names are. */
export function forget(): void {
  forgetNames()
  before = 0
}

/** Says whether the records that come name their elements. */
export function setNamed(isNamed: bool): void {
  areNamed = isNamed
}

/** Writes the records of the lines up to `end`, from `out` on and not much beyond `limit`; answers where they end. */
export function elements(from: usize, end: usize, out: usize, limit: usize): usize {
  let p = from
  Reached.records = 0
  Reached.isForHost = false
  setOut(out, limit)
  while (p < end) {
    Reached.position = p
    out = to
    if (areFull) forget()
    p = record(p)
    if (!p) {
      Reached.isForHost = !isFull
      return out
    }
    store<u8>(to, LF)
    setTo(to + 1)
    p++ // the line end
    Reached.records++
  }
  Reached.position = end
  return to
}

/** Writes one; answers its end, 0 where it is for the host or has no room. */
function record(p: usize): usize {
  beginElement()
  if (!areNamed) {
    const name = nameOf(given, givenLength)
    if (!name || load<u8>(p) == OPENING) return 0
    return load<u8>(p) == OPENING_BRACE ? members(name, p + 1, FIRSTS) : element(name, p)
  }
  const differs = i8x16.bitmask(i8x16.ne(v128.load(p, 1), v128.load(NAME_KEY)))
  if (load<u8>(p) != OPENING_BRACE || differs & ((1 << NAME_KEY_LENGTH) - 1)) return 0
  p += NAME_KEY_LENGTH + 1
  const name = isGivenToAll ? nameOf(given, givenLength) : wordAt(p)
  if (!name) return 0
  p = keyEnd(p)
  if (!p) return 0
  p++
  if (load<u8>(p) == COMMA) p++
  return members(name, p, name + At.FIRST)
}

/** The name of an element that is written there, `"▮name"`. */
@inline function wordAt(p: usize): Name {
  if (before) {
    const length = load<u32>(before, At.KEY_LENGTH) - 2
    if (memory.compare(before + At.KEY + 1, p, length) == 0) return before
  }
  const stop = keyEnd(p)
  return stop && nameOf(p, stop - p)
}

function nameOf(from: usize, length: usize): Name {
  const name = named(from, length)
  if (!name || load<u32>(name, At.KIND) != KIND_ELEMENT) return 0
  before = name
  return name
}
