// Provides the loops for what is common: each may decline, and has then read nothing. Without them nothing changes but speed
// (`test/engine/kernel/without-fast.test.ts`).

import { SHORTCUTS } from '../bytes/shortcuts'
import { MODE_RECORDS, MODE_TAPE } from '../layout'
import { Frames, In } from '../markup/frames'
import { Keys } from '../markup/keys'
import { isBoundAsBefore } from '../markup/namespaces'
import { Outcome } from '../markup/outcome'
import { Reading } from '../markup/reading'
import { Tag } from '../markup/tag'
import { Ahead } from '../record/ahead'
import { Collection } from '../record/collection'
import { NOWHERE } from '../record/fields'
import { isInner } from '../record/inner'
import { State } from '../record/record'
import { isScopeSaid } from '../record/scope'
import { putContent } from './put-content'
import { skipLeaves } from './skip-leaves'
import { skipSubtree } from './skip-subtree'
import { writeRow } from './write-attribute-row'
import { placeAhead, writeAhead } from './write-attributes'
import { writeLeaves } from './write-leaves'

/** Reads on at the `<` of a start tag. */
@inline export function tryContent(p: usize, mode: u32): i32 {
  if (!SHORTCUTS || !(Collection.record || (mode != MODE_RECORDS && Frames.depth))) return Outcome.DECLINED
  if (mode == MODE_TAPE) return putContent(p)
  if (isScopeSaid() || isInner()) return Outcome.DECLINED
  return isWritten() ? writeLeaves(p) : isPassed() ? skipSubtree(p) : skipLeaves(p)
}

/** Writes the attributes of the tag whose name ends at `p`, if they are wanted; answers where > or /> stands. */
@inline export function tryAttributes(p: usize, end: usize): usize {
  if (!SHORTCUTS || Reading.mode != MODE_RECORDS || isScopeSaid() || isInner()) return 0
  // how it is written must be known
  if (Keys.areByNamespace && !isBoundAsBefore(Tag.name)) return 0
  const place = placeAhead(Tag.name)
  return place ? writeAhead(p, end, Tag.name, place) : 0
}

/** Writes the element of the tag read last, which began at `at`. */
@inline export function tryRow(at: usize): i32 {
  return SHORTCUTS && Ahead.to ? writeRow(at) : Outcome.DECLINED
}

/** Whether the innermost element is part of what is written of a record. */
@inline function isWritten(): bool {
  return Collection.record != 0 && load<u32>(Frames.top, In.STATE) != State.PASSED
}

/** Whether nothing in the innermost element is wanted. */
@inline function isPassed(): bool {
  return Collection.record == 0 || load<u32>(Frames.top, In.NODE) == NOWHERE
}
