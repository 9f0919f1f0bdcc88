// Provides the loops for what is common: each may decline, and has then read nothing. Without them nothing changes but speed
// (`test/engine/kernel/without-fast.test.ts`).

import { SHORTCUTS } from '../bytes/shortcuts'
import { MODE_CHECK, MODE_TAPE } from '../layout'
import { Frames, In } from '../markup/frames'
import { At, lengthOfName, Name, Names } from '../markup/names'
import { Outcome } from '../markup/outcome'
import { Tag } from '../markup/tag'
import { Collection } from '../record/collection'
import { NOWHERE } from '../record/fields'
import { isInner } from '../record/inner'
import { State } from '../record/record'
import { isScopeSaid } from '../record/scope'
import { Values } from '../record/values'
import { forgetGaps } from './attribute-gaps'
import { putContent } from './put-content'
import { readRows } from './read-row'
import { skipLeaves } from './skip-leaves'
import { skipSubtree } from './skip-subtree'
import { writeLeaves } from './write-leaves'
import { writeLists } from './write-lists'

/** Forgets what was learned of the document before, whose names are still known. */
@inline export function resetFast(): void {
  if (SHORTCUTS) forgetGaps(Names.next)
}

/** Reads on at the `<` of a start tag. */
@inline export function tryContent(p: usize, mode: u32): i32 {
  if (!SHORTCUTS) return Outcome.DECLINED
  if (mode == MODE_TAPE) return Frames.depth ? putContent(p) : Outcome.DECLINED
  if (isScopeSaid() || isInner()) return Outcome.DECLINED
  if (Collection.record || (mode == MODE_CHECK && Frames.depth)) {
    const read = isWritten() ? write(p) : isPassed() ? skipSubtree(p) : skipLeaves(p)
    if (read != Outcome.DECLINED) return read
  }
  return mayHaveAttributes(p) && !Values.areListed ? readRows(p) : Outcome.DECLINED
}

@inline function write(p: usize): i32 {
  return Values.areListed ? writeLists(p) : writeLeaves(p)
}

/** Whether a space stands after the name of an element that is foreseen. */
@inline function mayHaveAttributes(p: usize): bool {
  const next: Name = load<u32>(Tag.previous, At.NEXT_ELEMENT)
  const other: Name = load<u32>(Tag.previous, At.OTHER_ELEMENT)
  return load<u8>(p + 1 + lengthOfName(next)) == 0x20 || load<u8>(p + 1 + lengthOfName(other)) == 0x20
}

/** Whether the innermost element is part of what is written of a record. */
@inline function isWritten(): bool {
  return Collection.record != 0 && load<u32>(Frames.top, In.STATE) != State.PASSED
}

/** Whether nothing in the innermost element is wanted. */
@inline function isPassed(): bool {
  return Collection.record == 0 || load<u32>(Frames.top, In.NODE) == NOWHERE
}
