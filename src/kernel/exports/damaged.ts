// Passes a tag at fault outside of records, if it can be seen where it ends. That of a start tag opens its element: its name
// counts, and the namespaces that it declares; the rest is left out.

import { nameEnd } from '../bytes/characters'
import { Fault } from '../bytes/fault'
import { ATTRIBUTES, window } from '../bytes/memory'
import { find } from '../bytes/scan'
import { startRoot } from '../document/element'
import { FAULT_NONE, FLAG_COLON, FLAG_DECLARES, REFUSED_CUT, REFUSED_IS_RECORD, REFUSED_UNREADABLE } from '../layout'
import { AttributeAt, attributeAt, AttributeFlag } from '../markup/attributes'
import { declaredAttributes } from '../markup/declared'
import { describeOnce } from '../markup/describe'
import { Frames, In, pushFrame } from '../markup/frames'
import { Input } from '../markup/input'
import { At, EMPTY, intern, isAt, lengthOfName, Name, XMLNS } from '../markup/names'
import { bind, expandedOf, Namespaces, stepsOf, unbind } from '../markup/namespaces'
import { Reading } from '../markup/reading'
import { grantText } from '../markup/room'
import { leaveTo } from '../markup/scopes'
import { Tag } from '../markup/tag'
import { writeValue, Written } from '../markup/value'
import { openCollected } from '../record/collect'
import { Collection } from '../record/collection'
import { Before, leaveRecord, noteBefore } from '../record/replay'

/**
 * Passes the tag at `start`, of the bytes up to `end`; answers where it ends, or why it was not passed. Where it ends is
 * negative for an empty element that is a record.
 */
export function passDamaged(start: usize, end: usize): i32 {
  const at = window.from + start
  const stop = window.from + end
  const isEnd = load<u8>(at, 1) == 0x2f
  const from = nameEnd(at + (isEnd ? 2 : 1))
  if (from >= stop) return REFUSED_CUT
  const b = load<u8>(from)
  if (b > 0x20 && b != 0x3e && b != 0x2f) return REFUSED_UNREADABLE
  const close = tagEnd(from, stop)
  if (!close) return REFUSED_CUT
  if (close == UNREADABLE || Input.level) return REFUSED_UNREADABLE

  if (isEnd && !isInnermost(at + 2, from)) return REFUSED_UNREADABLE

  Fault.code = FAULT_NONE
  leaveRecord()
  if (isEnd) {
    leaveTo(Frames.depth - 1)
    return <i32>(close + 1 - window.from)
  }
  if (Before.isOpen) {
    leaveTo(Frames.depth - 1)
    Reading.hasRoot = Frames.depth > 0
    Before.isOpen = false
  }
  Input.pos = at
  Input.end = stop
  grantText()
  const name = intern(at + 1, from - at - 1)
  if (name) describeOnce(name)
  const isBeyond = Fault.code != FAULT_NONE || Frames.depth >= Frames.deepest
  if (isBeyond || (!Frames.depth && !startRoot(name, at))) return REFUSED_UNREADABLE
  noteBefore()
  Reading.hasRoot = true
  return open(name, at, from, close)
}

/** Whether the innermost element has the name that stands there. */
function isInnermost(from: usize, to: usize): bool {
  const name: Name = load<u32>(Frames.top, In.NAME)
  return Frames.depth != 0 && lengthOfName(name) == to - from && isAt(name, from)
}

function open(name: Name, at: usize, from: usize, close: usize): i32 {
  const bindings = Namespaces.bindings
  bindDeclared(name, at)
  bindWritten(from, close, at)
  const prefix = load<u32>(name, At.PREFIX)
  const uri = Tag.hasNamespaces ? load<u32>(prefix, At.BOUND) : EMPTY
  const expanded = expandedOf(name, uri)
  // the next one of this name must not be taken for one whose prefix is declared
  if (prefix != EMPTY && uri == EMPTY) store<u32>(name, 0, At.URI)
  Fault.code = FAULT_NONE
  Tag.attributes = 0
  Tag.previous = name
  const reached = expanded ? (load<u32>(Frames.top, In.EXPECTED) & stepsOf(expanded)) << 1 : 0
  const isRecord = (reached & Collection.final) != 0
  const isEmpty = load<u8>(close - 1) == 0x2f
  const end = <i32>(close + 1 - window.from)
  if (expanded && !isRecord && !isEmpty) {
    openCollected(pushFrame(name, expanded, bindings, 0), name, expanded, at)
    return end
  }
  unbind(bindings)
  if (!expanded) return REFUSED_UNREADABLE
  return isRecord ? (isEmpty ? -end : REFUSED_IS_RECORD) : end
}

const UNREADABLE: usize = 1

/** Where > stands that ends the tag; 0 if it is not there yet. */
function tagEnd(from: usize, stop: usize): usize {
  for (let p = from; p < stop; p++) {
    const b = load<u8>(p)
    if (b == 0x3e) return p
    if (b == 0x3c) return UNREADABLE
    if (b != 0x22 && b != 0x27) continue
    const close = find(p + 1, stop, b)
    if (close + 1 >= stop) return 0
    // a < in a value: has it lost its end, and is this the beginning of another one?
    const next = load<u8>(close, 1)
    if (find(p, close, 0x3c) < close && next > 0x20 && next != 0x3e && next != 0x2f) return UNREADABLE
    p = close
  }
  return 0
}

/** Binds what the document type declaration declares for elements of that name. */
function bindDeclared(name: Name, at: usize): void {
  Tag.attributes = 0
  if (!load<u32>(name, At.DECLARED) || !declaredAttributes(name, at)) return
  for (let i: u32 = 0; i < Tag.attributes; i++) bindAttribute(attributeAt(i), at)
}

/** Binds what the tag declares, as far as it can be understood. */
function bindWritten(from: usize, close: usize, at: usize): void {
  for (let p = from; p < close; p++) {
    const quote = load<u8>(p)
    if (quote != 0x22 && quote != 0x27) continue
    const to = find(p + 1, close, quote)
    const name = declaringName(from, p)
    if (name) {
      store<u32>(ATTRIBUTES, name, AttributeAt.NAME)
      store<u32>(ATTRIBUTES, p + 1, AttributeAt.FROM)
      store<u32>(ATTRIBUTES, to, AttributeAt.TO)
      store<u32>(ATTRIBUTES, AttributeFlag.SPECIAL | AttributeFlag.REFERENCE, AttributeAt.FLAGS)
      bindAttribute(ATTRIBUTES, at)
    }
    p = to
  }
}

/** The name before `="`, if it is one that declares; else 0. */
function declaringName(from: usize, quote: usize): Name {
  let p = quote
  while (p > from && load<u8>(p - 1) <= 0x20) p--
  if (p == from || load<u8>(p - 1) != 0x3d) return 0
  p--
  while (p > from && load<u8>(p - 1) <= 0x20) p--
  const end = p
  while (p > from && load<u8>(p - 1) > 0x20 && load<u8>(p - 1) != 0x22 && load<u8>(p - 1) != 0x27) p--
  if (!isAt(XMLNS, p) || nameEnd(p) != end) return 0
  const name = intern(p, end - p)
  if (name) describeOnce(name)
  return name
}

function bindAttribute(attribute: usize, at: usize): void {
  const name: Name = load<u32>(attribute)
  const flags = load<u32>(name, At.FLAGS)
  if (!Tag.hasNamespaces || !(flags & FLAG_DECLARES)) return
  const prefix: Name = flags & FLAG_COLON ? load<u32>(name, At.LOCAL) : EMPTY
  if (!writeValue<u8>(attribute, 0)) return
  const uri = intern(Written.from, Written.to - Written.from)
  if (uri) bind(prefix, uri, name, at)
}
