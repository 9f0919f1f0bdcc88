// Provides the namespaces in scope, and the names of elements and attributes in theirs.

import { fail, Fault } from '../bytes/fault'
import { expand } from '../bytes/imports'
import { ATTRIBUTES, BINDINGS, BINDINGS_END, EXPANDED, EXPANDED_END, EXPANDED_SLOTS } from '../bytes/memory'
import {
  FAULT_ATTRIBUTE_REPEATED_IN_NAMESPACE, FAULT_NAMESPACE_EMPTY, FAULT_NAMESPACE_NOT_ALLOWED, FAULT_NAMESPACES_FULL,
  FAULT_PREFIX_NOT_DECLARED, FAULT_PREFIX_NOT_FOR_ELEMENTS, FAULT_PREFIXES_FULL, FLAG_COLON, FLAG_UNCOMMON,
} from '../layout'
import { ATTRIBUTE_SIZE, AttributeAt, placeOfAttribute } from './attributes'
import { Input } from './input'
import { Keys, writeInNamespace } from './keys'
import { At, bytesOf, EMPTY, lengthOfName, Name, XML, XML_URI, XMLNS, XMLNS_URI } from './names'
import { Tag } from './tag'

// A name in a namespace: the name, the namespace's name, the steps of the record pattern it satisfies.
export type Expanded = usize
const EXPANDED_SIZE: usize = 16
const MOST_EXPANDED: u32 = <u32>((EXPANDED_END - EXPANDED) / EXPANDED_SIZE)

@final export class Namespaces {
  static bindings: usize = BINDINGS // the end of what is bound now
  /** Whether anything has been bound, and how often. */
  static hasBound: bool = false
  static serial: u32 = 0
  static expanded: u32 = 0
  static slots: u32 = 0
}

export function resetNamespaces(): void {
  Namespaces.bindings = BINDINGS
  Namespaces.hasBound = false
  Namespaces.serial = 0
  Namespaces.expanded = 0
  Namespaces.slots = 512
  memory.fill(EXPANDED_SLOTS, 0, 512 << 2)
  store<u32>(XML, XML_URI, At.BOUND)
  store<u32>(XMLNS, XMLNS_URI, At.BOUND)
}

@inline export function stepsOf(expanded: Expanded): u32 {
  return load<u32>(expanded, 8)
}

@inline export function indexOfExpanded(expanded: Expanded): u32 {
  return <u32>((expanded - EXPANDED) / EXPANDED_SIZE)
}

/** Binds a prefix, EMPTY for the default namespace, until `unbind`. */
export function bind(prefix: Name, uri: Name, attribute: Name, at: usize): bool {
  const isRefused =
    prefix == XMLNS || uri == XMLNS_URI || (prefix == XML) != (uri == XML_URI)
  if (isRefused) {
    fail(FAULT_NAMESPACE_NOT_ALLOWED, at, bytesOf(prefix), lengthOfName(prefix))
    Fault.other = uri
    return false
  }
  if (prefix != EMPTY && uri == EMPTY) {
    return fail(FAULT_NAMESPACE_EMPTY, at, bytesOf(attribute), lengthOfName(attribute))
  }
  const binding = Namespaces.bindings
  if (binding + 8 > BINDINGS_END) return fail(FAULT_PREFIXES_FULL, at)
  store<u32>(binding, prefix)
  store<u32>(binding, load<u32>(prefix, At.BOUND), 4)
  Namespaces.bindings = binding + 8
  Namespaces.hasBound = true
  Namespaces.serial++
  store<u32>(prefix, uri, At.BOUND)
  return true
}

/** Forgets what was bound since the bindings ended at `mark`. */
export function unbind(mark: usize): void {
  let binding = Namespaces.bindings
  while (binding > mark) {
    binding -= 8
    store<u32>(load<u32>(binding), load<u32>(binding, 4), At.BOUND)
  }
  Namespaces.bindings = mark
}

/** Whether an element of that name is in the namespace that it was in last. */
@inline export function isBoundAsBefore(name: Name): bool {
  return load<u32>(name, At.URI) == (Tag.hasNamespaces ? load<u32>(load<u32>(name, At.PREFIX), At.BOUND) : EMPTY)
}

/** The element's name in its namespace; 0 with a fault. */
@inline export function expandElement(name: Name, at: usize): Expanded {
  if (!Tag.hasNamespaces) return expandedOf(name, EMPTY)
  const prefix = load<u32>(name, At.PREFIX)
  const uri = load<u32>(prefix, At.BOUND)
  if (load<u32>(name, At.URI) == uri) return load<u32>(name, At.EXPANDED)
  if (prefix == XMLNS) {
    fail(FAULT_PREFIX_NOT_FOR_ELEMENTS, at, bytesOf(name), lengthOfName(name))
    return 0
  }
  return expandSlowly(name, prefix, uri, at)
}

function expandSlowly(name: Name, prefix: Name, uri: Name, at: usize): Expanded {
  if (prefix != EMPTY && uri == EMPTY) {
    fail(FAULT_PREFIX_NOT_DECLARED, at, bytesOf(name), lengthOfName(name))
    return 0
  }
  return expandedOf(name, uri)
}

/** The attribute's: one without a prefix is in no namespace. */
export function expandAttribute(name: Name, at: usize): Expanded {
  if (!Tag.hasNamespaces || !(load<u32>(name, At.FLAGS) & FLAG_COLON)) return expandedOf(name, EMPTY)
  const prefix = load<u32>(name, At.PREFIX)
  return expandSlowly(name, prefix, load<u32>(prefix, At.BOUND), at)
}

export function expandedOf(name: Name, uri: Name): Expanded {
  if (load<u32>(name, At.URI) == uri) return load<u32>(name, At.EXPANDED)
  let slot = slotOf(name, uri)
  let found: Expanded = 0
  while (true) {
    found = load<u32>(EXPANDED_SLOTS + (<usize>slot << 2))
    if (!found || (load<u32>(found) == name && load<u32>(found, 4) == uri)) break
    slot = (slot + 1) & (Namespaces.slots - 1)
  }
  if (!found) {
    if (Namespaces.expanded >= MOST_EXPANDED) {
      fail(FAULT_NAMESPACES_FULL, Input.pos)
      return 0
    }
    found = EXPANDED + <usize>Namespaces.expanded * EXPANDED_SIZE
    Namespaces.expanded++
    store<u32>(found, name)
    store<u32>(found, uri, 4)
    store<u32>(found, 0, 12)
    store<u32>(EXPANDED_SLOTS + (<usize>slot << 2), found)
    store<u32>(found, expand(name, uri), 8)
    if (Namespaces.expanded * 2 > Namespaces.slots) rehash()
  }
  // an element with the prefix xmlns must not find what an attribute left
  if (uri != XMLNS_URI) {
    store<u32>(name, uri, At.URI)
    store<u32>(name, found, At.EXPANDED)
    if (Keys.areByNamespace && !writeInNamespace(name, uri)) return 0
    // never in the namespace that it was in last: that is a name for the general code
    if (load<u32>(load<u32>(name, At.WRITTEN_AS), At.FLAGS) & FLAG_UNCOMMON) store<u32>(name, 0, At.URI)
  }
  return found
}

function slotOf(name: Name, uri: Name): u32 {
  const mixed = load<u32>(name, At.HASH) ^ (load<u32>(uri, At.HASH) * 0x9e3779b1)
  return (mixed ^ (mixed >> 15)) & (Namespaces.slots - 1)
}

function rehash(): void {
  const slots = Namespaces.slots << 1
  Namespaces.slots = slots
  memory.fill(EXPANDED_SLOTS, 0, <usize>slots << 2)
  for (let i: u32 = 0; i < Namespaces.expanded; i++) {
    const expanded = EXPANDED + <usize>i * EXPANDED_SIZE
    let slot = slotOf(load<u32>(expanded), load<u32>(expanded, 4))
    while (load<u32>(EXPANDED_SLOTS + (<usize>slot << 2))) slot = (slot + 1) & (slots - 1)
    store<u32>(EXPANDED_SLOTS + (<usize>slot << 2), expanded)
  }
}

/**
 * Whether no two attributes of the tag, expanded before, are the same in their namespaces. Two prefixes may mean
 * one namespace; the same name as written was refused before.
 */
export function areUnique(tag: usize): bool {
  const end = ATTRIBUTES + <usize>Tag.attributes * ATTRIBUTE_SIZE
  // the number of the tag and of this pass marks what was met: a namespace, then a local name in it
  for (let a = ATTRIBUTES; a < end; a += ATTRIBUTE_SIZE) {
    const name = load<u32>(a, AttributeAt.NAME)
    if (!(load<u32>(name, At.FLAGS) & FLAG_COLON)) continue
    const uri = load<u32>(load<u32>(a, AttributeAt.EXPANDED), 4)
    const local = load<u32>(name, At.LOCAL)
    const own = expandedOf(local, uri) // one entry for a local name in a namespace, whatever the prefix
    if (!own) return false
    if (load<u32>(own, 12) == Tag.number) {
      return fail(
        FAULT_ATTRIBUTE_REPEATED_IN_NAMESPACE, placeOfAttribute(a, tag), bytesOf(name), lengthOfName(name),
      )
    }
    store<u32>(own, Tag.number, 12)
  }
  return true
}
