// Provides the attributes that were written ahead, while their tag was read.

import { Output } from '../bytes/output'
import { Frame, In } from '../markup/frames'
import { copyShort, openObject, State } from './record'

/** What was written ahead for the tag read last. */
@final export class Ahead {
  static from: usize = 0
  static to: usize = 0 // 0 for nothing
}

/** Makes what was written ahead the beginning of an element's value. */
export function takeAhead(frame: Frame): void {
  const state = load<u32>(frame, In.STATE)
  if (state == State.PASSED) return
  const out = state == State.OBJECT ? Output.end : openObject(frame, Output.end)
  if (out == Ahead.from) Output.end = Ahead.to
  else Output.end = copyShort(out, Ahead.from, Ahead.to - Ahead.from)
}
