// Goes from one record to the next, where that begins with the same tag as always: `</bus> ▮<bus>`.

import { skipSpace } from '../bytes/scan'
import { Frames, In, pushFrame } from '../markup/frames'
import { Input } from '../markup/input'
import { At, EMPTY, lengthOfName, Name } from '../markup/names'
import { isBoundAsBefore, Namespaces, stepsOf } from '../markup/namespaces'
import { predictedElement } from '../markup/predict'
import { grantNothing } from '../markup/room'
import { popFrame } from '../markup/scopes'
import { Tag } from '../markup/tag'
import { Ahead } from '../record/ahead'
import { closeCollected, openCollected } from '../record/collect'
import { Collection } from '../record/collection'
import { Program } from '../record/program'
import { Before, noteBefore } from '../record/replay'
import { Values } from '../record/values'

/**
 * Ends the record, whose end tag ends at `end`, and opens the one that follows up to the `<` in it. Answers false with a
 * fault, and where anything else follows: that is left for others to read, from `Input.pos`.
 */
export function toNextRecord(end: usize, previous: Name): bool {
  const frame = Frames.top
  Tag.previous = previous
  Input.pos = end
  if (!closeCollected(frame)) return false
  popFrame(frame)
  return !Program.isDone && openNext()
}

function openNext(): bool {
  if (!Frames.depth || Frames.depth >= Frames.deepest) return false
  const at = skipSpace(Input.pos)
  if (load<u8>(at) != 0x3c) return false
  Input.pos = at
  const name = predictedElement(Tag.previous, at + 1)
  const end = at + 2 + lengthOfName(name)
  if (name == EMPTY || load<u8>(end - 1) != 0x3e || end - at > Tag.longest) return false
  if (load<u32>(name, At.DECLARED) || !isBoundAsBefore(name)) return false
  const expanded = load<u32>(name, At.EXPANDED)
  const reached = (load<u32>(Frames.top, In.EXPECTED) & stepsOf(expanded)) << 1
  if (!(reached & Collection.final)) return false

  noteBefore()
  grantNothing()
  Ahead.to = 0
  Tag.attributes = 0
  Tag.previous = name
  Input.pos = end
  const frame = pushFrame(name, expanded, Namespaces.bindings, Input.level)
  if (!openCollected(frame, name, expanded, at)) {
    Before.isOpen = !Collection.record
    return false
  }
  const first = skipSpace(end)
  if (load<u8>(first) != 0x3c || Values.areSpaced) return false
  Input.pos = first
  return true
}
