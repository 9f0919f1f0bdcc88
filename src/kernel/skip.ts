// Reads past children of what is not written, as most are: `<a>1</a> <b>2</b>`, without attributes, with names that were
// foreseen and text without references. Nothing is opened for them; a wanted field is written by itself.

import { Collection, meetLeaf } from './collect'
import { Fault } from './fault'
import { isWanted, nodeBelow, NOWHERE } from './fields'
import { Frames, In } from './frames'
import { Input } from './input'
import { At, EMPTY, Flag, foreseen, isAt, lengthOfName, Name } from './names'
import { isBoundAsBefore } from './namespaces'
import { output } from './memory'
import { copyPlain } from './pour'
import { Program } from './program'
import { endText, Record } from './record'
import { skipSpace } from './scan'
import { Outcome, Tag } from './tag'

/** Reads on at `<`; INCOMPLETE when what stands there is for others to read. */
export function skipChildren(at: usize): i32 {
  if (Frames.depth >= Frames.deepest) return Outcome.INCOMPLETE
  const node = Collection.record ? load<u32>(Frames.top, In.NODE) : NOWHERE
  const end = Input.end
  let p = at
  let previous = Tag.previous
  while (true) {
    const name = foreseen(previous, p + 1)
    if (name == EMPTY) break
    const length = lengthOfName(name)
    if (load<u8>(p + 1 + length) != 0x3e || length + 2 > Tag.longest) break
    if (load<u32>(name, At.DECLARED) || !isBoundAsBefore(name)) break
    if (load<u32>(name, At.FLAGS) & Flag.CLASHES) break
    const field = nodeBelow(node, load<u32>(name, At.FIELDS))
    if (field != NOWHERE && isWanted(field)) {
      const text = writeLeaf(field, name, p + 2 + length)
      if (Fault.code) return Outcome.FAULT
      if (!text) break
      previous = name
      p = skipSpace(text)
      if (!isStartTag(p)) break
      continue
    }

    // <a>▮
    let text = p + 2 + length
    let mask: i32 = 0
    while (text < end) {
      mask = stops(v128.load(text))
      if (mask) break
      text += 16
    }
    text += ctz(mask)
    // <a>1▮</a>
    const isEnded = load<u16>(text) == 0x2f3c && isAt(name, text + 2) && load<u8>(text + 2 + length) == 0x3e
    if (!mask || !isEnded) break
    previous = name
    p = skipSpace(text + 3 + length)
    if (!isStartTag(p)) break
  }
  if (p == at) return Outcome.INCOMPLETE
  Tag.previous = previous
  Input.pos = p
  return Outcome.WHOLE
}

@inline function isStartTag(p: usize): bool {
  const next = load<u8>(p, 1)
  return load<u8>(p) == 0x3c && next != 0x2f && next != 0x21 && next != 0x3f
}

/** Writes the text at `p` as a field, if an end tag follows and nothing in it is special; answers where that ends, or 0. */
function writeLeaf(field: u32, name: Name, from: usize): usize {
  let p = load<u8>(from) <= 0x20 ? skipSpace(from) : from
  const start = Record.out
  let to = start + 1
  store<u8>(start, 0x22)
  const plain = copyPlain(p, to)
  p += plain
  to += plain
  const length = lengthOfName(name)
  // <a>1▮</a>
  if (load<u16>(p) != 0x2f3c || !isAt(name, p + 2) || load<u8>(p + 2 + length) != 0x3e) return 0
  const out = endText(start, to)
  if (out - output.from - Program.record > Collection.longest) return 0
  Record.out = out
  return meetLeaf(field, start, out) ? p + 3 + length : 0
}

/** Where < & > stand: at the last it matters what stands before. */
@inline function stops(v: v128): i32 {
  const less = i8x16.eq(v, i8x16.splat(0x3c))
  const more = i8x16.eq(v, i8x16.splat(0x3e))
  const ampersand = i8x16.eq(v, i8x16.splat(0x26))
  return i8x16.bitmask(v128.or(v128.or(less, more), ampersand))
}
