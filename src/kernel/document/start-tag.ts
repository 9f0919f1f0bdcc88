// Reads a start tag: its name, then its attributes into a table.

import { fail, Fault } from '../bytes/fault'
import { FAULT_TAG } from '../layout'
import { Outcome } from '../markup/outcome'
import { scanAttributes, scanName, Tag } from '../markup/tag'
import { Ahead } from '../record/ahead'

/** Reads `<name a="b" …>` from `<` at `start`; `end` is that of the text. */
export function scanTag(start: usize, end: usize): i32 {
  const outcome = scan(start, end)
  if (outcome == Outcome.INCOMPLETE && end - start > Tag.longest) fail(FAULT_TAG, start)
  else if (outcome == Outcome.WHOLE && Tag.end - start > Tag.longest) fail(FAULT_TAG, start)
  else if (outcome == Outcome.FAULT && Fault.at - start > Tag.longest) fail(FAULT_TAG, start)
  else return outcome
  return Outcome.FAULT
}

function scan(start: usize, end: usize): i32 {
  Ahead.to = 0
  Tag.from = start
  const p = scanName(start, end)
  if (!p) return Fault.code ? Outcome.FAULT : Outcome.INCOMPLETE
  if (load<u8>(p) == 0x3e) {
    Tag.isEmpty = false
    Tag.end = p + 1
    return Outcome.WHOLE
  }
  return scanAttributes(start, p, end, Tag.name)
}
