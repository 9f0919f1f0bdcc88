// Provides the attributes that were written ahead, while their tag was read, and the object that may be around them.

import { Output } from '../bytes/output'
import { MEMBER_END } from '../bytes/words'
import { Frame, In } from '../markup/frames'
import { Keys } from '../markup/keys'
import { copyShort } from './copy'
import { openObject, State } from './record'

/** What was written ahead for the tag read last. */
@final export class Ahead {
  static from: usize = 0
  static to: usize = 0 // 0 for nothing
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

/** Makes what was written ahead the beginning of an element's value. */
export function takeAhead(frame: Frame): void {
  const state = load<u32>(frame, In.STATE)
  if (state == State.PASSED) return
  const out = state == State.OBJECT ? Output.end : openObject(frame, Output.end)
  if (out == Ahead.from) Output.end = Ahead.to
  else Output.end = copyShort(out, Ahead.from, Ahead.to - Ahead.from)
}
