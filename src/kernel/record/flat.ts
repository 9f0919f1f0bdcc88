// Has records made flat that are not: those in which a child has attributes or children of its own.

import { flatten, see, takeFlat } from '../bytes/imports'
import { output, setting } from '../bytes/memory'
import { Output } from '../bytes/output'
import { SETTING_FLAT_SEEN } from '../layout'
import { Input } from '../markup/input'
import { Keys } from '../markup/keys'
import { grantOutput, grantScratch } from '../markup/room'
import { resetPlaces } from './flat-places'
import { flatFrom, resetFlatValues } from './flat-values'
import { flattened } from './flatten'
import { NameField } from './name-field'
import { Program } from './program'
import { Values } from './values'

/** The host sees a sample of what is made flat: the first records, then one now and then, if it is not long. */
const EVERY: usize = 8 << 20
const MOST: usize = 8 << 10
const MOST_AT_FIRST: usize = 1 << 20

@final export class Flat {
  /** Whether an object was written in the record. */
  static hasObject: bool = false
  /** How many bytes of records the host wants to see, and how many were not seen since. */
  static left: usize = 0
  static unseen: usize = 0
}

export function resetFlat(): void {
  Flat.left = 0
  Flat.unseen = 0
  resetPlaces()
  resetFlatValues()
}

/** Takes from the settings how many bytes the host wants to see. */
export function setFlat(): void {
  Flat.left = Values.areFlat ? <usize>setting(SETTING_FLAT_SEEN) : 0
}

/** Makes the record flat that is written up to `Output.end`. */
@inline export function flattenRecord(): void {
  if (Values.areFlat && Flat.hasObject) replaceRecord()
}

function replaceRecord(): void {
  const from = output.from + Program.record
  show(from, Output.end - from)
  let length = isOrdered() ? flattened(from) : 0
  const isForHost = !length
  if (isForHost) length = flatten(from, Output.end - from)
  Output.end += grantScratch(Output.end, length)
  const to = output.from + Program.record
  if (isForHost) takeFlat(to)
  else memory.copy(to, flatFrom(), length)
  Output.end = to + length
  // it may be longer than it was
  Output.end += grantOutput(Output.end, Input.pos, 0)
}

/** Shows the host a record, if it is one of the sample. */
function show(from: usize, length: usize): void {
  const isFirst = Flat.left > 0
  Flat.left -= min(length, Flat.left)
  Flat.unseen += length
  if (length > (isFirst ? MOST_AT_FIRST : MOST) || !(isFirst || Flat.unseen > EVERY)) return
  Flat.unseen = 0
  see(from, length)
}

/** Whether fields stay in their order in JavaScript too, which puts numbers first: no name in a document is one. */
function isOrdered(): bool {
  return !isDigit(load<u8>(Keys.text, 1)) && !(NameField.key && isDigit(load<u8>(NameField.key, 1)))
}

@inline function isDigit(letter: u8): bool {
  return letter >= 0x30 && letter <= 0x39
}
