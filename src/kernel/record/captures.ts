// Provides the captures of a record: where the values of wanted fields stand in what was written.

import { CAPTURES, CAPTURES_END, output } from '../bytes/memory'
import { Table } from '../bytes/table'
import { MEMBER_SIZE, MemberAt, members } from './members'

export const CAPTURE_SIZE: usize = 16

export namespace CaptureAt {
  export const NODE: usize = 0
  export const FROM: usize = 4 // from the start of the output
  export const LENGTH: usize = 8
}

/** Where they are. */
export const captures: Table = new Table(CAPTURES, CAPTURES_END)

@final export class Captures {
  static end: usize = CAPTURES
}

/** Forgets those of a record. */
@inline export function clearCaptures(): void {
  Captures.end = captures.from
}

/** Forgets those of a document. */
export function resetCaptures(): void {
  captures.reset()
  clearCaptures()
}

/** Notes the value of a field; false when there are more than fit. */
export function capture(node: u32, from: usize, to: usize): bool {
  if (Captures.end + CAPTURE_SIZE > captures.limit) {
    const moved = captures.move()
    if (!moved) return false
    Captures.end += moved
  }
  const entry = Captures.end
  store<u32>(entry, node)
  store<u32>(entry, <u32>(from - output.from), CaptureAt.FROM)
  store<u32>(entry, <u32>(to - from), CaptureAt.LENGTH)
  Captures.end = entry + CAPTURE_SIZE
  return true
}

/** A byte was put in before what stood at `from`. */
@inline export function shiftCaptures(from: u32): void {
  for (let entry = Captures.end; entry > captures.from;) {
    entry -= CAPTURE_SIZE
    const at = load<u32>(entry, CaptureAt.FROM)
    if (at < from) return
    store<u32>(entry, at + 1, CaptureAt.FROM)
  }
}

/** Members were moved, each as far as it says. */
export function moveCaptures(members: usize, membersEnd: usize): void {
  const from = load<u32>(members, MemberAt.FROM)
  for (let entry = Captures.end; entry > captures.from;) {
    entry -= CAPTURE_SIZE
    const at = load<u32>(entry, CaptureAt.FROM)
    if (at < from) return
    // the last member that begins before it
    let low = members
    let high = membersEnd
    while (high - low > MEMBER_SIZE) {
      const middle = low + ((high - low) / MEMBER_SIZE / 2) * MEMBER_SIZE
      if (load<u32>(middle, MemberAt.FROM) <= at) low = middle
      else high = middle
    }
    store<u32>(entry, at + load<u32>(low, MemberAt.MOVED), CaptureAt.FROM)
  }
}
