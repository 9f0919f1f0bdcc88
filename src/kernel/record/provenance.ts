// Writes where a record is from after it, for those who want to know: its number and its offset in bytes.

import { window } from '../bytes/memory'
import { Input } from '../markup/input'
import { Position } from '../markup/position'
import { Collection } from './collection'

@final export class Provenance {
  static isWanted: bool = false
}

export function resetProvenance(): void {
  Provenance.isWanted = false
}

/** Has it written after every record that leaves as an object. */
export function keepProvenance(): void {
  Provenance.isWanted = true
}

/** Writes `12,345,`; answers its end. */
export function writeProvenance(at: usize): usize {
  const start = Collection.start
  const offset = start ? Input.base + <u64>(start - window.from) : <u64>Position.recordOffset
  return writeNumber(writeNumber(at, <u64>Collection.records), offset)
}

function writeNumber(at: usize, value: u64): usize {
  let digits: usize = 1
  for (let rest = value; rest >= 10; rest /= 10) digits++
  let rest = value
  for (let p = at + digits; p > at; rest /= 10) store<u8>(--p, 0x30 + <u8>(rest % 10))
  store<u8>(at + digits, 0x2c)
  return at + digits + 1
}
