// Opens and closes elements: namespaces, declared attributes, then what the mode of reading makes of them.

import { fail, Fault } from '../bytes/fault'
import { forget } from '../bytes/imports'
import { output, window } from '../bytes/memory'
import { Output } from '../bytes/output'
import {
  EVENT_ATTRIBUTE, EVENT_END, FAULT_ATTRIBUTES_FULL, FAULT_DEPTH, FAULT_DEPTH_FULL, FAULT_SECOND_ROOT, FLAG_COLON,
  FLAG_DECLARES, MODE_RECORDS, MODE_TAPE,
} from '../layout'
import { AttributeAt, attributeAt, placeOfAttribute } from '../markup/attributes'
import { declaredAttributes } from '../markup/declared'
import { DEEPEST, Frames, In, pushFrame } from '../markup/frames'
import { Input, placeOf } from '../markup/input'
import { At, bytesOf, EMPTY, intern, lengthOfName, Name } from '../markup/names'
import {
  areUnique, bind, expandAttribute, Expanded, expandElement, indexOfExpanded, Namespaces, unbind,
} from '../markup/namespaces'
import { nextDocument, Parser, Reading } from '../markup/reading'
import { grantNothing } from '../markup/room'
import { popFrame } from '../markup/scopes'
import { Tag } from '../markup/tag'
import { checkReferences, writeValue, Written } from '../markup/value'
import { closeCollected, openCollected } from '../record/collect'
import { Collection } from '../record/collection'
import { Before, noteBefore } from '../record/replay'
import { hasRoomForEvents, put, putStart, Tape } from '../markup/tape'

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
    if (!putStartTag(expanded, at)) return false
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
  popFrame(frame)
  return true
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

function putStartTag(expanded: Expanded, at: usize): bool {
  const start = Tape.end
  if (!hasRoomForEvents(Tag.attributes + 4)) return fail(FAULT_ATTRIBUTES_FULL, at)
  putStart(indexOfExpanded(expanded), Input.base + <u64>(placeOf(at) - window.from))
  const events = Tag.attributes
  for (let i: u32 = 0; i < events; i++) {
    const attribute = attributeAt(i)
    const name: Name = load<u32>(attribute)
    if (!writeValue<u8>(attribute, 0)) {
      Tape.end = start // a tag is written whole or not at all
      return false
    }
    const isExpanded = Tag.hasNamespaces && load<u32>(name, At.FLAGS) & FLAG_COLON
    const inNamespace: Expanded = isExpanded
      ? load<u32>(attribute, AttributeAt.EXPANDED)
      : expandAttribute(name, at)
    if (!inNamespace) return false
    put(EVENT_ATTRIBUTE, indexOfExpanded(inNamespace), Written.from, Written.to)
    Output.end = Written.to
  }
  return true
}
