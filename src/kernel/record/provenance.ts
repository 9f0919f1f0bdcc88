// Writes where a record is from, for those who want to know: its number and its offset in bytes, after a record that leaves as
// an object, and as the first field of one that leaves as a line.

import { checkSource, offsetOf } from '../bytes/imports'
import { output, setting, window } from '../bytes/memory'
import { Output } from '../bytes/output'
import { EMPTY_OBJECT, NULL } from '../bytes/words'
import { SETTING_SOURCE_BEFORE, SETTING_SOURCE_KEY, SETTING_SOURCE_KEY_LENGTH } from '../layout'
import { Input } from '../markup/input'
import { Position } from '../markup/position'
import { grantOutput, grantScratch } from '../markup/room'
import { Collection } from './collection'
import { Composed } from './compose'
import { copyShort } from './copy'

@final export class Provenance {
  static isWanted: bool = false
  /** `{"source":{"file":"a.xml","record":`. */
  static key: usize = 0
  static keyLength: usize = 0
  /** How many records of the document came before the first one. */
  static before: u64 = 0
  /** Whether a record may have that field already. */
  static isInDoubt: bool = false
  /** How many bytes there are before the document in UTF-8; -1 where only the host knows what offsets are. */
  static mark: i32 = -1
}

export function resetProvenance(): void {
  Provenance.isWanted = false
  Provenance.isInDoubt = false
  Provenance.mark = -1
}

/** Has it written after every record that leaves as an object. */
export function keepProvenance(): void {
  Provenance.isWanted = true
}

/** Takes the field from the settings. */
export function setSource(): void {
  Provenance.key = <usize>setting(SETTING_SOURCE_KEY)
  Provenance.keyLength = <usize>setting(SETTING_SOURCE_KEY_LENGTH)
  Provenance.before = <u64>setting(SETTING_SOURCE_BEFORE)
}

/** Says that a record may have the field already. */
export function doubtSource(): void {
  Provenance.isInDoubt = true
}

/** Says that offsets are those in UTF-8, after a mark. */
export function countFrom(mark: i32): void {
  Provenance.mark = mark
}

/** Writes `12,345,`; answers its end. */
export function writeProvenance(at: usize): usize {
  return writeNumber(writeNumber(at, <u64>Collection.records), offset())
}

/** That of the record, in UTF-8. */
function offset(): u64 {
  const start = Collection.start
  return start ? Input.base + <u64>(start - window.from) : <u64>Position.recordOffset
}

/** How long a record becomes that is this long, at most. */
@inline function roomFor(length: usize): usize {
  return length + Provenance.keyLength + 80
}

/** Writes the record from `from` to `Output.end` once more after it, with the field; answers the end of `Composed.length` bytes. */
export function writeLocated(from: usize): usize {
  const to = writeFirst(from)
  Composed.length = to - Output.end
  return to
}

function writeFirst(from: usize): usize {
  const utf8 = offset()
  let place = <f64>utf8 + Provenance.mark
  if (Provenance.mark < 0) place = offsetOf(<f64>utf8)
  const number = Provenance.before + <u64>Collection.records
  if (Provenance.isInDoubt || Collection.hasClash) checkSource(from, Output.end - from, <f64>number, place)
  const length = Output.end - from
  const moved = grantScratch(Output.end, roomFor(length))
  Output.end += moved
  const record = from + moved
  let to = copyShort(Output.end, Provenance.key, Provenance.keyLength)
  to = writeNumber(to, number)
  to = copyShort(to, OFFSET, 9)
  to = writeNumber(to, <u64>place)
  store<u8>(to - 1, 0x7d)
  const first = load<u32>(record)
  const isNothing = <u16>first == EMPTY_OBJECT || first == NULL
  if (!isNothing) store<u8>(to++, 0x2c)
  if (!isNothing && <u8>first == 0x7b) {
    memory.copy(to, record + 1, length - 1)
    return to + length - 1
  }
  if (!isNothing) {
    to = copyShort(to, TEXT, 8)
    memory.copy(to, record, length)
    to += length
  }
  store<u8>(to, 0x7d)
  return to + 1
}

/** Makes the record that ends at `Output.end` what it is with the field. */
export function locate(from: usize): void {
  const start = Output.end - output.from
  const first = from - output.from
  const length = writeFirst(from) - Output.end
  memory.copy(output.from + first, output.from + start, length)
  Output.end = output.from + first + length
  Output.end += grantOutput(Output.end, Input.pos, 0) // it is longer than it was
}

function writeNumber(at: usize, value: u64): usize {
  let digits: usize = 1
  for (let rest = value; rest >= 10; rest /= 10) digits++
  let rest = value
  for (let p = at + digits; p > at; rest /= 10) store<u8>(--p, 0x30 + <u8>(rest % 10))
  store<u8>(at + digits, 0x2c)
  return at + digits + 1
}

// "offset": and "#text":, read 16 bytes at a time
const OFFSET = memory.data<u8>([0x22, 0x6f, 0x66, 0x66, 0x73, 0x65, 0x74, 0x22, 0x3a, 0, 0, 0, 0, 0, 0, 0])
const TEXT = memory.data<u8>([0x22, 0x23, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3a, 0, 0, 0, 0, 0, 0, 0, 0])
