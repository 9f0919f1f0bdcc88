// Looks at what stands after the places in memory, where nothing is written: if it changed, what was read or written may have, too.

import { overrun } from './imports'
import { marks } from './marks'
import {
  ATTRIBUTES_END, BINDINGS_END, Buffer, CANARY, CAPTURES_END, COLUMNS_END, EXITS_END, EXPANDED_END,
  EXPANDED_SLOTS_END, FRAMES_END, INPUTS_END, MEMBERS_END, NAME_BYTES_END, NAMES_END, output, side, SLOTS_END,
  TAPE_END, window,
} from './memory'

const TABLE_ENDS = memory.data(14 * 4)
const TABLE_ENDS_END = TABLE_ENDS + 14 * 4

/** Puts them after the tables; a buffer puts its own. */
export function placeCanaries(): void {
  if (CHECKED) return // nothing may be written there
  note(0, COLUMNS_END)
  note(1, EXITS_END)
  note(2, TAPE_END)
  note(3, SLOTS_END)
  note(4, EXPANDED_SLOTS_END)
  note(5, EXPANDED_END)
  note(6, NAMES_END)
  note(7, NAME_BYTES_END)
  note(8, FRAMES_END)
  note(9, MEMBERS_END)
  note(10, ATTRIBUTES_END)
  note(11, BINDINGS_END)
  note(12, CAPTURES_END)
  note(13, INPUTS_END)
}

function note(n: usize, end: usize): void {
  store<u32>(TABLE_ENDS + n * 4, end)
  store<u64>(end, CANARY)
}

/** Gives up if one is gone: before anything is handed over, and after each run. */
export function lookAtCanaries(): void {
  if (CHECKED) return
  for (let at = TABLE_ENDS; at < TABLE_ENDS_END; at += 4) {
    if (load<u64>(load<u32>(at)) != CANARY) overrun()
  }
  if (!(isWhole(window) && isWhole(output) && isWhole(side) && isWhole(marks))) overrun()
}

@inline function isWhole(buffer: Buffer): bool {
  return buffer.capacity == 0 || load<u64>(buffer.from + buffer.capacity) == CANARY
}
