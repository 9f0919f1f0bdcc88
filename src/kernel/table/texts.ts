// Counts the values in each place by their text, as long as there are few, and sums up others, or says in which order they came.

import {
  IS_UNCOUNTED, LONGEST_TEXT, MOST_TEXTS, MOST_VALUES, TREE_NODE_AT_LAST_TEXT, TREE_NODE_AT_MARKS, TREE_NODE_AT_NUMBER, TREE_NODE_AT_RECORD,
  TREE_NODE_AT_RECORDS, TREE_NODE_AT_SKETCH, TREE_NODE_AT_TEXT, TREE_NODE_AT_TEXTS, TREE_NODE_IS_IN_ORDER, PLACE_SIZE, TEXT_AT_FROM, TEXT_AT_HASH, TEXT_AT_LENGTH,
  TEXT_AT_NEXT, TEXT_AT_NODE, TEXT_AT_TIMES, TEXT_SIZE, TEXT_SLOTS,
} from './layout'
import { areEqual, hashOf } from './hash'
import { Reached } from '../reached'
import { beginSketch, setSummaryRoom, sumUp } from './summary'
import { recordValues, valuesEnd } from './tree'

// @ts-ignore: decorator
@external("host", "roomForSketch")
declare function roomForSketch(): usize

let root: usize = 0
/** Texts of one place. */
let most: u32 = 0
/** Room for the values of a record. */
let values: usize = 0
let slots: usize = 0
let texts: usize = 0
let known: u32 = 0
/** Where the bytes of the next text are kept. */
let bytes: usize = 0
let records: u32 = 0

/** Says where the tree begins, how many texts of one place are counted, and where there is room for what is known. */
export function beginTexts(
  tree: usize, mostOfOne: u32, ofRecord: usize, table: usize, entries: usize, kept: usize, room: usize,
): void {
  setSummaryRoom(room)
  root = tree
  most = mostOfOne
  values = ofRecord
  slots = table
  texts = entries
  bytes = kept
}

/** Counts the values of the lines up to `end`; those that are wanted in order are put between `out` and `outEnd`. */
export function countTexts(from: usize, end: usize, out: usize, outEnd: usize): usize {
  let p = from
  Reached.isForHost = false
  while (p < end && out + MOST_VALUES * PLACE_SIZE <= outEnd) {
    const after = recordValues(p, root, values)
    if (!after) {
      Reached.isForHost = true
      break
    }
    p = after + 1 // the line end
    records++
    for (let each = values; each < valuesEnd; each += PLACE_SIZE) {
      out = count(load<u32>(each), load<u32>(each, 4), load<u32>(each, 8), out)
    }
  }
  Reached.position = p
  return out
}

@inline function count(node: usize, from: usize, length: u32, out: usize): usize {
  if (load<u32>(node, TREE_NODE_AT_RECORD) != records) {
    store<u32>(node, records, TREE_NODE_AT_RECORD)
    store<u32>(node, load<u32>(node, TREE_NODE_AT_RECORDS) + 1, TREE_NODE_AT_RECORDS)
  }
  let sketch = load<u32>(node, TREE_NODE_AT_SKETCH)
  if (!sketch) {
    const number = length <= <u32>LONGEST_TEXT ? numberOf(node, from, length) : 0
    const isInOrder = load<u32>(node, TREE_NODE_AT_MARKS) & TREE_NODE_IS_IN_ORDER
    if (number && isInOrder) {
      store<u32>(out, number)
      return out + 4
    }
    if (number) {
      const text = texts + number * TEXT_SIZE
      store<u32>(text, load<u32>(text, TEXT_AT_TIMES) + 1, TEXT_AT_TIMES)
      return out
    }
    sketch = isInOrder ? 0 : sketchOf(node)
  }
  if (sketch) {
    sumUp(sketch, load<u32>(node, TREE_NODE_AT_NUMBER), from, length, 1)
    return out
  }
  store<u32>(out, IS_UNCOUNTED | load<u32>(node, TREE_NODE_AT_NUMBER))
  store<u32>(out, <u32>from, 4)
  store<u32>(out, length, 8)
  return out + PLACE_SIZE
}

/** Has the values of a place summed up from now on, or, if there is no room for that, given in order; answers the sketch, or 0. */
export function sketchOf(node: usize): usize {
  let sketch: usize = load<u32>(node, TREE_NODE_AT_SKETCH)
  if (sketch) return sketch
  sketch = roomForSketch()
  if (!sketch) {
    store<u32>(node, load<u32>(node, TREE_NODE_AT_MARKS) | TREE_NODE_IS_IN_ORDER, TREE_NODE_AT_MARKS)
    return 0
  }
  beginSketch(sketch)
  store<u32>(node, <u32>sketch, TREE_NODE_AT_SKETCH)
  const place = load<u32>(node, TREE_NODE_AT_NUMBER)
  for (let text: usize = load<u32>(node, TREE_NODE_AT_TEXT); text; ) {
    const entry = texts + text * TEXT_SIZE
    const times = load<u32>(entry, TEXT_AT_TIMES)
    if (times) sumUp(sketch, place, load<u32>(entry, TEXT_AT_FROM), load<u32>(entry, TEXT_AT_LENGTH), times)
    text = load<u32>(entry, TEXT_AT_NEXT)
  }
  return sketch
}

/** The number of a text in that place; 0 if it is not counted. */
@inline function numberOf(node: usize, from: usize, length: u32): u32 {
  const hash = hashOf(from, length, node)
  let slot = hash & (TEXT_SLOTS - 1)
  while (true) {
    const number = load<u32>(slots + slot * 4)
    if (!number) return keep(node, from, length, hash, slot)
    const text = texts + number * TEXT_SIZE
    if (load<u32>(text, TEXT_AT_HASH) == hash && isSame(text, node, from, length)) return number
    slot = (slot + 1) & (TEXT_SLOTS - 1)
  }
}

@inline function isSame(text: usize, node: usize, from: usize, length: u32): bool {
  if (load<u32>(text, TEXT_AT_LENGTH) != length || load<u32>(text, TEXT_AT_NODE) != <u32>node) return false
  return areEqual(load<u32>(text, TEXT_AT_FROM), from, length)
}

/** Begins to count a text; 0 if there is no room. */
function keep(node: usize, from: usize, length: u32, hash: u32, slot: u32): u32 {
  const count = load<u32>(node, TREE_NODE_AT_TEXTS)
  if (known == MOST_TEXTS || count == most) return 0
  const number = ++known
  store<u32>(slots + slot * 4, number)
  const text = texts + number * TEXT_SIZE
  store<u32>(text, <u32>bytes, TEXT_AT_FROM)
  store<u32>(text, length, TEXT_AT_LENGTH)
  store<u32>(text, <u32>node, TEXT_AT_NODE)
  store<u32>(text, hash, TEXT_AT_HASH)
  memory.copy(bytes, from, length)
  bytes += length
  const last = load<u32>(node, TREE_NODE_AT_LAST_TEXT)
  if (last) store<u32>(texts + last * TEXT_SIZE, number, TEXT_AT_NEXT)
  else store<u32>(node, number, TREE_NODE_AT_TEXT)
  store<u32>(node, number, TREE_NODE_AT_LAST_TEXT)
  store<u32>(node, count + 1, TREE_NODE_AT_TEXTS)
  return number
}
