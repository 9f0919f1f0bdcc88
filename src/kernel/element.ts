// Opens and closes elements: namespaces, declared attributes, then what the mode of reading makes of them.

import { Before, noteBefore } from './again'
import { closeCollected, Collection, openCollected } from './collect'
import { declaredAttributes } from './declared'
import { fail, Fault } from './fault'
import { DEEPEST, FRAME_SIZE, Frames, In, pushFrame } from './frames'
import { forget } from './host'
import { Input, placeOf } from './input'
import {
  EVENT_ATTRIBUTE, EVENT_END, FAULT_ATTRIBUTES_FULL, FAULT_DEPTH, FAULT_DEPTH_FULL, FAULT_SECOND_ROOT, FLAG_COLON,
  FLAG_DECLARES, MODE_RECORDS, MODE_TAPE,
} from './layout'
import { ATTRIBUTES, output, window } from './memory'
import { At, bytesOf, EMPTY, intern, lengthOfName, Name } from './names'
import {
  areUnique, bind, Expanded, expandAttribute, expandElement, indexOfExpanded, Namespaces, unbind,
} from './namespaces'
import { nextDocument, Parser } from './place'
import { Record } from './record'
import { grantNothing } from './room'
import { ATTRIBUTE_SIZE, AttributeAt, AttributeFlag, placeOfAttribute, Tag } from './tag'
import { hasRoomFor, put, putStart, Tape } from './tape'
import { writeValue, Written } from './value'

@final export class Reading {
  static mode: u32 = 0
  static hasRoot: bool = false
}

/** Opens the element of the tag read last, which began at `at`. */
export function openElement(at: usize): bool {
  const name = Tag.name
  const depth = Frames.depth
  if (depth == 0 && !startRoot(name, at)) return false
  if (depth >= Frames.deepest) return fail(Frames.deepest == DEEPEST ? FAULT_DEPTH_FULL : FAULT_DEPTH, at)
  if (!Collection.record) noteBefore()

  grantNothing()
  const bindings = Namespaces.bindings
  if (load<u32>(name, At.DECLARED) && !declaredAttributes(name, at)) return false
  const hasPrefixed = Tag.hasPrefixed && Tag.hasNamespaces
  if (hasPrefixed && !bindAll(at)) return unbound(bindings)
  const expanded = expandElement(name, at)
  if (!expanded || (hasPrefixed && !expandAll(at))) return unbound(bindings)

  Reading.hasRoot = true
  const frame = pushFrame(name, expanded, bindings, Input.level)
  Tag.previous = name

  if (Reading.mode == MODE_RECORDS) {
    if (!openCollected(frame, name, expanded, at)) {
      Before.isOpen = !Collection.record
      return false
    }
  } else if (Reading.mode == MODE_TAPE) {
    if (!tellStart(expanded, at)) return false
  } else if (Tag.attributes && !checkReferences()) return false
  return Tag.isEmpty ? closeElement() : true
}

/** Begins the root; answers whether there may be one. */
export function startRoot(name: Name, at: usize): bool {
  if (Reading.hasRoot && !nextDocument()) return fail(FAULT_SECOND_ROOT, at, bytesOf(name), lengthOfName(name))
  if (Parser.isStale && !Parser.hasDoctype) forget()
  Parser.isStale = false
  return true
}

/** Closes the innermost element. */
@inline export function closeElement(): bool {
  const frame = Frames.top
  if (Reading.mode == MODE_RECORDS) {
    if (!closeCollected(frame)) return false
  } else if (Reading.mode == MODE_TAPE) {
    put(EVENT_END, indexOfExpanded(load<u32>(frame, In.EXPANDED)), output.from, output.from)
  }
  const bindings: usize = load<u32>(frame, In.BINDINGS)
  if (Namespaces.bindings > bindings) unbind(bindings)
  Frames.top = frame - FRAME_SIZE
  Frames.depth--
  return true
}

@inline export function attributeAt(i: u32): usize {
  return ATTRIBUTES + <usize>i * ATTRIBUTE_SIZE
}

/** Takes back what a tag at fault has bound; answers false, for the caller to give up with. */
function unbound(bindings: usize): bool {
  unbind(bindings)
  return false
}

/** Binds the prefixes that the tag declares. */
function bindAll(tag: usize): bool {
  for (let i: u32 = 0; i < Tag.attributes; i++) {
    const attribute = attributeAt(i)
    const name: Name = load<u32>(attribute)
    const flags = load<u32>(name, At.FLAGS)
    if (!(flags & FLAG_DECLARES)) continue
    const prefix = flags & FLAG_COLON ? <Name>load<u32>(name, At.LOCAL) : EMPTY
    if (!writeValue<u8>(attribute, 0)) return false
    const uri = intern(Written.from, Written.to - Written.from)
    if (!uri || !bind(prefix, uri, name, tag)) return isAtFault(attribute, tag)
  }
  return true
}

function expandAll(tag: usize): bool {
  for (let i: u32 = 0; i < Tag.attributes; i++) {
    const attribute = attributeAt(i)
    const name: Name = load<u32>(attribute)
    if (!(load<u32>(name, At.FLAGS) & FLAG_COLON)) continue
    const expanded = expandAttribute(name, tag)
    if (!expanded) return isAtFault(attribute, tag)
    store<u32>(attribute, expanded, AttributeAt.EXPANDED)
  }
  return areUnique(tag)
}

/** Moves a fault to the attribute; answers false, for the caller to give up with. */
function isAtFault(attribute: usize, tag: usize): bool {
  Fault.at = placeOfAttribute(attribute, tag)
  return false
}

/** Resolves the references in values that nobody wants: they may be wrong. */
export function checkReferences(): bool {
  for (let i: u32 = 0; i < Tag.attributes; i++) {
    const attribute = attributeAt(i)
    const hasReference = load<u32>(attribute, AttributeAt.FLAGS) & AttributeFlag.REFERENCE
    if (hasReference && !writeValue<u8>(attribute, 0)) return false
  }
  return true
}

function tellStart(expanded: Expanded, at: usize): bool {
  const start = Tape.end
  if (!hasRoomFor(Tag.attributes + 4)) return fail(FAULT_ATTRIBUTES_FULL, at)
  putStart(indexOfExpanded(expanded), Input.base + <u64>(placeOf(at) - window.from))
  const events = Tag.attributes
  for (let i: u32 = 0; i < events; i++) {
    const attribute = attributeAt(i)
    const name: Name = load<u32>(attribute)
    if (!writeValue<u8>(attribute, 0)) {
      Tape.end = start // a tag is told whole
      return false
    }
    const isExpanded = Tag.hasNamespaces && load<u32>(name, At.FLAGS) & FLAG_COLON
    const inNamespace: Expanded = isExpanded
      ? load<u32>(attribute, AttributeAt.EXPANDED)
      : expandAttribute(name, at)
    if (!inNamespace) return false
    put(EVENT_ATTRIBUTE, indexOfExpanded(inNamespace), Written.from, Written.to)
    Record.out = Written.to
  }
  return true
}
