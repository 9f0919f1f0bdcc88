// Writes events for the host: kind and flags, name, where the text is and how long.

import { output, TAPE, TAPE_END } from '../bytes/memory'
import { Output } from '../bytes/output'
import { EVENT_START, EVENT_TEXT, EVENT_WORDS } from '../layout'

export const EVENT_SIZE: usize = 4 * EVENT_WORDS
const FULL: usize = TAPE + (TAPE_END - TAPE) / 32
const MUCH: usize = 16 << 20 // bytes of texts

@final export class Tape {
  static end: usize = TAPE
}

export function resetTape(): void {
  Tape.end = TAPE
}

/** Whether the host should take the events before more are written. */
@inline export function isTapeFull(): bool {
  return Tape.end > FULL || Output.end - output.from > MUCH
}

@inline export function hasRoomForEvents(events: usize): bool {
  return Tape.end + events * EVENT_SIZE <= TAPE_END
}

@inline export function put(kind: u32, name: u32, from: usize, to: usize): void {
  const event = Tape.end
  store<u32>(event, kind)
  store<u32>(event, name, 4)
  store<u32>(event, <u32>(from - output.from), 8)
  store<u32>(event, <u32>(to - from), 12)
  Tape.end = event + EVENT_SIZE
}

/** Notes that an element starts, so many bytes after the start of the document. */
@inline export function putStart(name: u32, offset: u64): void {
  const event = Tape.end
  store<u32>(event, EVENT_START)
  store<u32>(event, name, 4)
  store<u64>(event, offset, 8)
  Tape.end = event + EVENT_SIZE
}

/** Notes text that ends where the texts end; one text is one event, if nothing came between. */
export function putText(from: usize, to: usize): void {
  if (to == from) return
  const last = Tape.end - EVENT_SIZE
  if (last >= TAPE && load<u32>(last) == EVENT_TEXT) {
    store<u32>(last, load<u32>(last, 12) + <u32>(to - from), 12)
  } else put(EVENT_TEXT, 0, from, to)
}
