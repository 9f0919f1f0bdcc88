// Has records made flat that are not: those in which a child has attributes or children of its own.

import { flatten, takeFlat } from '../bytes/imports'
import { output } from '../bytes/memory'
import { Output } from '../bytes/output'
import { Input } from '../markup/input'
import { grantOutput, grantScratch } from '../markup/room'
import { Program } from './program'
import { Values } from './values'

@final export class Flat {
  /** Whether an object was written in the record. */
  static hasObject: bool = false
}

/** Makes the record flat that is written up to `Output.end`. */
@inline export function flattenRecord(): void {
  if (Values.areFlat && Flat.hasObject) replaceRecord()
}

function replaceRecord(): void {
  const length = flatten(output.from + Program.record, Output.end - output.from - Program.record)
  Output.end += grantScratch(Output.end, length)
  const from = output.from + Program.record
  takeFlat(from)
  Output.end = from + length
  // it may be longer than it was
  Output.end += grantOutput(Output.end, Input.pos, 0)
}
