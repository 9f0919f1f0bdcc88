// Provides the attributes that were written ahead, while their tag was read: those that become the beginning of an element's
// value, or the wanted ones by themselves.

import { ATTRIBUTES, ATTRIBUTES_END } from '../bytes/memory'
import { Output } from '../bytes/output'
import { MEMBER_END } from '../bytes/words'
import { ATTRIBUTES_NESTED } from '../layout'
import { Frame, In } from '../markup/frames'
import { Keys } from '../markup/keys'
import { Name } from '../markup/names'
import { Collection } from './collection'
import { copyShort } from './copy'
import { meetLeaf, NOWHERE } from './fields'
import { noteAttribute, noteNested, Notes } from './notes'
import { openObject, State } from './record'

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
  let out = Output.end
  if (state == State.EMPTY) out = openObject(frame, out)
  if (out == Ahead.from) Output.end = Ahead.to
  else Output.end = copyShort(out, Ahead.from, Ahead.to - Ahead.from)
  return meetAhead(out, state != State.PASSED && frame == Collection.record)
}

/** Tells of what is listed, which was moved to `out`; false with a fault. */
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
