// Turns the texts of events that are not ASCII into UTF-16, of which the host cuts strings at once.

import { codePoint, lengthOf } from '../bytes/characters'
import { output, side, TAPE } from '../bytes/memory'
import { Output } from '../bytes/output'
import { EVENT_END, EVENT_START } from '../layout'
import { EVENT_SIZE, Tape } from '../markup/tape'

/** Where a text begins and ends among the units, for each event; zeros if it is ASCII or has none. */
const RANGE_SIZE: usize = 8
/** A vector of ASCII becomes two, whatever is left of the text. */
const SLACK: usize = 64

@final export class Utf16 {
  static bytes: usize = 0 // written for the events on the tape
}

/** Writes ranges, then units after them, beside the texts; answers where, 0 if all texts are ASCII. */
export function writeUtf16(): usize {
  if (isAscii(output.from, Output.end)) return 0
  const events = (Tape.end - TAPE) / EVENT_SIZE
  const ranges = events * RANGE_SIZE
  side.grant(0, <u64>(ranges + 2 * (Output.end - output.from) + SLACK))
  Output.sideEnd = side.from // nothing waits there while events are written
  const first = side.from + ranges
  let range = side.from
  let to = first
  for (let event = TAPE; event < Tape.end; event += EVENT_SIZE) {
    store<u64>(range, 0)
    const kind = load<u32>(event)
    if (kind != EVENT_START && kind != EVENT_END) {
      const from = output.from + <usize>load<u32>(event, 8)
      const end = from + <usize>load<u32>(event, 12)
      const isShort = end - from <= 16
      if (isShort ? nonAsciiIn(from, end - from) : !isAscii(from, end)) {
        store<u32>(range, <u32>((to - first) >> 1))
        to = convert(from, end, to)
        store<u32>(range, <u32>((to - first) >> 1), 4)
      }
    }
    range += RANGE_SIZE
  }
  Utf16.bytes = to - first
  return side.from
}

function isAscii(from: usize, end: usize): bool {
  let p = from
  for (; p + 64 <= end; p += 64) {
    const a = v128.or(v128.load(p), v128.load(p, 16))
    if (i8x16.bitmask(v128.or(a, v128.or(v128.load(p, 32), v128.load(p, 48))))) return false
  }
  for (; p + 16 <= end; p += 16) if (i8x16.bitmask(v128.load(p))) return false
  return !nonAsciiIn(p, end - p)
}

/** Which of at most 16 bytes are not ASCII, a bit each. */
@inline function nonAsciiIn(p: usize, length: usize): i32 {
  return i8x16.bitmask(v128.load(p)) & ((1 << <i32>length) - 1)
}

/** Writes the text from `from` to `end` at `to`, in units of two bytes; answers where they end. */
function convert(from: usize, end: usize, to: usize): usize {
  let p = from
  while (p < end) {
    const v = v128.load(p)
    v128.store(to, i16x8.extend_low_i8x16_u(v))
    v128.store(to, i16x8.extend_high_i8x16_u(v), 16)
    const ascii = min<usize>(ctz(i8x16.bitmask(v) | 0x10000), end - p)
    p += ascii
    to += ascii << 1
    while (p < end && load<u8>(p) >= 0x80) {
      const code = codePoint(p)
      p += lengthOf(load<u8>(p))
      if (code < 0x10000) {
        store<u16>(to, code)
        to += 2
      } else {
        store<u16>(to, 0xd7c0 + (code >> 10)) // 0xd800 less what stands for 0x10000
        store<u16>(to, 0xdc00 | (code & 0x3ff), 2)
        to += 4
      }
    }
  }
  return to
}
