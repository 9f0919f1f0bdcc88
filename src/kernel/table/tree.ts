// Finds the values in lines that are known to be JSON without white space, by the way to each: through a tree of names that
// the host lets grow. A record with anything that the tree does not have is for the host.

import {
  MOST_VALUES, NAME_AT_LENGTH, TREE_NODE_AT_FIRST, TREE_NODE_AT_MARKS, TREE_NODE_AT_NEXT, TREE_NODE_AT_OBJECT, TREE_NODE_TAKES, PLACE_SIZE,
} from './layout'
import { CLOSING, CLOSING_BRACE, COMMA, hasKey, OPENING, OPENING_BRACE, QUOTE, textEnd, value } from './walk'

@inline const N: u8 = 0x6e
@inline const MOST_LEVELS: u32 = 100

/** Where the values of the record are put: the name, where it begins, its length. */
let values: usize = 0
export let valuesEnd: usize = 0
let objects: u32 = 0

/** Reads a record; answers its end, 0 where it is for the host. */
export function recordValues(p: usize, root: usize, to: usize): usize {
  values = to
  valuesEnd = to
  const first = load<u8>(p)
  if (first == N) return p + 4 // null
  return first == OPENING ? 0 : item(root, p, 0)
}

function item(node: usize, p: usize, level: u32): usize {
  const first = load<u8>(p)
  if (first == QUOTE) {
    const end = textEnd(p + 1)
    return end && put(node, p, end + 1)
  }
  if (first != OPENING && first != OPENING_BRACE) return put(node, p, value(p))
  if (level == MOST_LEVELS) return 0
  return first == OPENING ? items(node, p + 1, level + 1) : members(node, p + 1, level + 1)
}

/** From `[▮1,2]` to after it. */
function items(node: usize, p: usize, level: u32): usize {
  if (load<u8>(p) == CLOSING) return p + 1
  while (true) {
    p = item(node, p, level)
    if (!p) return 0
    if (load<u8>(p) != COMMA) return p + 1
    p++
  }
}

/** From `{▮"name":1}` to after it. A name that is there twice is for the host. */
function members(node: usize, p: usize, level: u32): usize {
  if (load<u8>(p) == CLOSING_BRACE) return p + 1
  const object = ++objects
  const first = load<u32>(node, TREE_NODE_AT_FIRST)
  let guess = first
  while (true) {
    const name = guess && hasKey(guess, p) ? guess : find(first, p)
    if (!name || load<u32>(name, TREE_NODE_AT_OBJECT) == object) return 0
    store<u32>(name, object, TREE_NODE_AT_OBJECT)
    p = item(name, p + load<u32>(name, NAME_AT_LENGTH), level)
    if (!p) return 0
    if (load<u8>(p) != COMMA) return p + 1
    p++
    guess = load<u32>(name, TREE_NODE_AT_NEXT)
  }
}

function find(name: usize, p: usize): usize {
  while (name && !hasKey(name, p)) name = load<u32>(name, TREE_NODE_AT_NEXT)
  return name
}

@inline function put(node: usize, from: usize, to: usize): usize {
  const isFull = valuesEnd == values + MOST_VALUES * PLACE_SIZE
  if (isFull || !(load<u32>(node, TREE_NODE_AT_MARKS) & TREE_NODE_TAKES)) return 0
  store<u32>(valuesEnd, <u32>node)
  store<u32>(valuesEnd, <u32>from, 4)
  store<u32>(valuesEnd, <u32>(to - from), 8)
  valuesEnd += PLACE_SIZE
  return to
}
