// Provides the attributes that were written ahead, while their tag was read: those that become the beginning of an element's
// value, or the wanted ones by themselves.

import { ATTRIBUTES, ATTRIBUTES_END } from '../bytes/memory'
import { Output } from '../bytes/output'
import { MEMBER_END } from '../bytes/words'
import { ATTRIBUTES_AS_CHILDREN, ATTRIBUTES_NESTED } from '../layout'
import { Frame, In } from '../markup/frames'
import { Keys } from '../markup/keys'
import { At, Name } from '../markup/names'
import { Collection } from './collection'
import { copyShort } from './copy'
import { meetLeaf, NOWHERE } from './fields'
import { noteAttribute, noteNested, Notes } from './notes'
import { openObject, startMemberOf, State } from './record'

/** What was written ahead for the tag read last. */
@final export class Ahead {
  static from: usize = 0
  static to: usize = 0 // 0 for nothing
  static listed: usize = ATTRIBUTES // the end of the list
}

// The list of those that somebody wants to know of: it stands in the place of the table of attributes, which is not used then.
const LISTED_SIZE: usize = 32
export const MOST_LISTED: u32 = <u32>((ATTRIBUTES_END - ATTRIBUTES) / LISTED_SIZE)
namespace Listed {
  export const NAME: usize = 0
  export const FIELD: usize = 4
  export const KEY: usize = 8 // where its key begins
  export const FROM: usize = 12 // its value
  export const TO: usize = 16
}

/** Begins the list of a tag. */
@inline export function startList(): void {
  Ahead.listed = ATTRIBUTES
}

/** Lists an attribute that is written ahead. */
@inline export function list(name: Name, field: u32, key: usize, from: usize, to: usize): void {
  const entry = Ahead.listed
  store<u32>(entry, name, Listed.NAME)
  store<u32>(entry, field, Listed.FIELD)
  store<u32>(entry, key, Listed.KEY)
  store<u32>(entry, from, Listed.FROM)
  store<u32>(entry, to, Listed.TO)
  Ahead.listed = entry + LISTED_SIZE
}

/** Begins the object of an element's attributes; answers where they go. */
export function openNested(out: usize): usize {
  return copyShort(out, Keys.prefix, Keys.prefixLength)
}

/** Ends it: `"@":{"a":"1",` to `"@":{"a":"1"},`. */
export function closeNested(out: usize): usize {
  store<u16>(out - 1, MEMBER_END)
  return out + 1
}

/** Makes what was written ahead the beginning of an element's value; false with a fault. */
export function takeAhead(frame: Frame): bool {
  const state = load<u32>(frame, In.STATE)
  if (state != State.PASSED && Keys.attributes == ATTRIBUTES_AS_CHILDREN) return takeAsChildren(frame)
  let out = Output.end
  if (state == State.EMPTY) out = openObject(frame, out)
  if (out == Ahead.from) Output.end = Ahead.to
  else Output.end = copyShort(out, Ahead.from, Ahead.to - Ahead.from)
  return meetAhead(out, state != State.PASSED && frame == Collection.record)
}

/** The same of attributes that are children. */
function takeAsChildren(frame: Frame): bool {
  for (let entry = ATTRIBUTES; entry < Ahead.listed; entry += LISTED_SIZE) {
    const from: usize = load<u32>(entry, Listed.FROM)
    const length = load<u32>(entry, Listed.TO) - from
    const first = v128.load(from) // a value that stands where it belongs is written over by its key
    const out = startMemberOf(frame, load<u32>(load<u32>(entry), At.ATTRIBUTE_KEY), Output.end, 0)
    if (!out) return false
    if (out == from) v128.store(out, first)
    else copyShort(out, from, length)
    store<u8>(out + length, 0x2c)
    Output.end = out + length + 1
    const field = load<u32>(entry, Listed.FIELD)
    if (field != NOWHERE && !meetLeaf(field, out, out + length)) return false
  }
  return true
}

/** Gives what is listed, and was moved to `out`, to its fields and notes; false with a fault. */
@inline export function meetAhead(out: usize, isRecord: bool): bool {
  const isNoted = isRecord && Notes.isWanted
  return (!isNoted && Ahead.listed == ATTRIBUTES) || meetListed(out - Ahead.from, out, isNoted)
}

function meetListed(moved: usize, out: usize, isNoted: bool): bool {
  const isNested = Keys.attributes == ATTRIBUTES_NESTED
  if (isNoted && isNested && !noteNested(out)) return false
  for (let entry = ATTRIBUTES; entry < Ahead.listed; entry += LISTED_SIZE) {
    if (isNoted && !isNested && !noteAttribute(load<u32>(entry), load<u32>(entry, Listed.KEY) + moved)) return false
    const field = load<u32>(entry, Listed.FIELD)
    if (field == NOWHERE) continue
    if (!meetLeaf(field, load<u32>(entry, Listed.FROM) + moved, load<u32>(entry, Listed.TO) + moved)) return false
  }
  return true
}
