// Reads a part of a document alone: begins between two of its elements, after what stands around them was read, and says
// what there is to know where the part ends.

import { window } from '../bytes/memory'
import { FLAG_RECORD } from '../layout'
import { Frames } from '../markup/frames'
import { Expansion, Input } from '../markup/input'
import { placeCheckpoint } from '../markup/line-checkpoint'
import { At, EMPTY, NAME_SIZE, Name, Names } from '../markup/names'
import { placeLines, Position } from '../markup/position'
import { Collection } from '../record/collection'

/**
 * Begins the part: all that was read stands around it. It is at `offset` in the document, after so many line ends and so
 * many characters of the line in which it begins; entities have added so many bytes to what is before it. Elements around it were counted where they began.
 */
export function beginPart(offset: f64, lines: f64, characters: f64, expansion: f64): void {
  Input.base = <u64>offset
  Expansion.bytes = <u64>expansion
  placeLines(lines, characters)
  placeCheckpoint(window.from, lines + 1, characters + 1)
  for (let name: Name = EMPTY; name < Names.next; name += NAME_SIZE) store<u32>(name, 0, At.SEEN)
  watchDepth()
}

/** Says that there were records before the part, and how many elements were open around the last one. */
export function meetRecords(parentDepth: u32): void {
  Collection.hasAny = true
  Collection.parentDepth = parentDepth
}

/** How many elements were open around the last record; -1 if there was none. */
export function recordParentDepth(): i32 {
  return Collection.hasAny ? <i32>Collection.parentDepth : -1
}

/** The first name from the n-th on that a record had; -1 after the last. */
export function recordNameFrom(n: u32): i32 {
  for (let name: Name = EMPTY + <usize>n * NAME_SIZE; name < Names.next; name += NAME_SIZE, n++) {
    if (load<u32>(name, At.FLAGS) & FLAG_RECORD) return n
  }
  return -1
}

/** Begins to look how few elements are open. */
export function watchDepth(): void {
  Frames.lowest = Frames.depth
}

/** The fewest that were open since. */
export function lowestDepth(): u32 {
  return Frames.lowest
}

/** Line ends in the document so far; all that came must have been read. */
export function lineEnds(): f64 {
  return Position.lines
}

/** Characters of the line in which the next byte stands, before it. */
export function charactersBefore(): f64 {
  return Position.before
}

/** Bytes that entities and declared attributes have added to the document. */
export function expansion(): f64 {
  return <f64>Expansion.bytes
}

/** Bytes of the document that were read. */
export function bytesRead(): f64 {
  return <f64>Input.base
}
