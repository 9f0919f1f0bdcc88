// Provides the wanted fields of records as a tree, and the tests on them: a path of names is a way from node 0.

import { Decimal, decimal } from '../bytes/decimal'
import { fail } from '../bytes/fault'
import { number } from '../bytes/imports'
import { NODES, RESULTS, TESTS } from '../bytes/memory'
import { Output } from '../bytes/output'
import {
  FAULT_VALUES_FULL, NO_NODE, NODE_AT_CHILDREN, NODE_AT_IS_CAPTURED, NODE_AT_PURPOSE, NODE_AT_TESTS,
  NODE_AT_TESTS_END, NODE_AT_TEXT, NODE_SIZE, OPERATOR_AT_LEAST, OPERATOR_AT_MOST, OPERATOR_EQUAL, OPERATOR_EXISTS,
  OPERATOR_LESS, OPERATOR_MORE, OPERATOR_NUMBER_EQUAL, OPERATOR_NUMBER_UNEQUAL, OPERATOR_UNEQUAL, PURPOSE_TEST,
  PURPOSE_VALUE, TEST_AT_LENGTH, TEST_AT_NUMBER, TEST_AT_OPERATOR, TEST_AT_TEXT, TEST_SIZE,
} from '../layout'
import { capture } from './captures'
import { Ended } from './record'

/** The record itself. */
export const ROOT: u32 = 0
/** Nowhere in the tree. */
export const NOWHERE: u32 = <u32>NO_NODE

@final export class Fields {
  static tests: u32 = 0
  /** What the open record is read for. */
  static purpose: u32 = PURPOSE_TEST | PURPOSE_VALUE
}

export function resetFields(): void {
  Fields.tests = 0
}

@inline export function nodeOf(node: u32): usize {
  return NODES + <usize>node * NODE_SIZE
}

/** The node below `parent` among those that a name leads to. */
@inline export function nodeBelow(parent: u32, named: u32): u32 {
  if (!named || parent == NOWHERE) return NOWHERE
  const found = named & load<u32>(nodeOf(parent), NODE_AT_CHILDREN)
  return found ? <u32>ctz(found) : NOWHERE
}

@inline export function hasNodesBelow(node: u32): bool {
  return load<u32>(nodeOf(node), NODE_AT_CHILDREN) != 0
}

/** Whether an element there must be written: for its value, its tests, or those of its text. */
@inline export function isWanted(node: u32): bool {
  return (load<u32>(nodeOf(node), NODE_AT_PURPOSE) & Fields.purpose) != 0
}

/** Runs the tests of a field on one of its texts, and keeps its value if that is wanted. */
export function meet(node: u32, textFrom: usize, textTo: usize, valueFrom: usize, valueTo: usize): bool {
  const at = nodeOf(node)
  const end = load<u32>(at, NODE_AT_TESTS_END)
  for (let test = load<u32>(at, NODE_AT_TESTS); test < end; test++) {
    if (!load<u8>(RESULTS + test) && holds(TESTS + <usize>test * TEST_SIZE, textFrom, textTo)) {
      store<u8>(RESULTS + test, 1)
    }
  }
  const isKept = load<u32>(at, NODE_AT_IS_CAPTURED) && Fields.purpose & PURPOSE_VALUE
  if (isKept && !capture(node, valueFrom, valueTo)) return fail(FAULT_VALUES_FULL, 0)
  return true
}

function holds(test: usize, from: usize, to: usize): bool {
  const operator = load<u32>(test, TEST_AT_OPERATOR)
  if (operator == OPERATOR_EXISTS) return true
  if (operator <= <u32>OPERATOR_UNEQUAL) {
    const length = load<u32>(test, TEST_AT_LENGTH)
    const isEqual = to - from == length && memory.compare(from, load<u32>(test, TEST_AT_TEXT), length) == 0
    return isEqual == (operator == OPERATOR_EQUAL)
  }
  if (!decimal(from, to)) {
    // not a number, or one that takes more care than is worth it here
    if (!Decimal.isHard) return operator == OPERATOR_NUMBER_UNEQUAL
    Decimal.value = number(from, to - from)
  }
  const value = Decimal.value
  const other = load<f64>(test, TEST_AT_NUMBER)
  switch (operator) {
    case OPERATOR_LESS: return value < other
    case OPERATOR_AT_MOST: return value <= other
    case OPERATOR_MORE: return value > other
    case OPERATOR_AT_LEAST: return value >= other
    case OPERATOR_NUMBER_EQUAL: return value == other
    default: return value != other
  }
}

/** Gives a field its value, and the field of its text that. */
export function meetEnded(node: u32, isObject: bool): bool {
  const from = Ended.textFrom
  const to = Ended.textTo
  const quotes = Ended.quotes
  if (!meet(node, from, to, Ended.valueFrom, Output.end)) return false
  if (to == from || !meetText(node, from, to, quotes)) return to == from
  // the text of an object is a field, and has a text as every text has
  const text = load<u32>(nodeOf(node), NODE_AT_TEXT)
  return !isObject || text == NOWHERE || meetText(text, from, to, quotes)
}

/** Gives a field the value of an attribute or of an element without children: `"text"`, `12`, `true` or `null`. */
export function meetLeaf(node: u32, from: usize, to: usize): bool {
  if (isOnlyCaptured(node)) return capture(node, from, to) || fail(FAULT_VALUES_FULL, 0)
  const first = load<u8>(from)
  if (first == 0x6e) return meet(node, from, from, from, to)
  const quotes: usize = first == 0x22 ? 1 : 0
  return meet(node, from + quotes, to - quotes, from, to) && meetText(node, from + quotes, to - quotes, quotes)
}

/** Whether all that is wanted of a field is where its value stands. */
@inline function isOnlyCaptured(node: u32): bool {
  const at = nodeOf(node)
  const hasTests = load<u32>(at, NODE_AT_TESTS) != load<u32>(at, NODE_AT_TESTS_END)
  const isKept = load<u32>(at, NODE_AT_IS_CAPTURED) && Fields.purpose & PURPOSE_VALUE
  return !hasTests && load<u32>(at, NODE_AT_TEXT) == NOWHERE && isKept != 0
}

/** Gives the text to the field below; it stands in so many quotes, 0 or 1. */
function meetText(node: u32, from: usize, to: usize, quotes: usize): bool {
  const text = load<u32>(nodeOf(node), NODE_AT_TEXT)
  return text == NOWHERE || meet(text, from, to, from - quotes, to + quotes)
}
