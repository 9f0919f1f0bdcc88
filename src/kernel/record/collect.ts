// Turns elements into records: finds those that the pattern selects, writes them or their wanted fields.

import { fail } from '../bytes/fault'
import { output, RESULTS, side } from '../bytes/memory'
import { Output } from '../bytes/output'
import {
  ATTRIBUTES_AS_CHILDREN, ATTRIBUTES_DROPPED, ATTRIBUTES_NESTED, FAULT_NAME_CLASH, FAULT_RECORD, FLAG_ARRAY,
  FLAG_ARRAY_IN_RECORD, FLAG_ATTRIBUTE_CLASHES, FLAG_CLASHES, FLAG_COLON, FLAG_DECLARES, FLAG_RECORD,
} from '../layout'
import { attributeAt } from '../markup/attributes'
import { Frame, FRAME_SIZE, Frames, In } from '../markup/frames'
import { Input, placeOf } from '../markup/input'
import { attributeAsChild, attributeKeyLength, isLeftOut, Keys, LONGEST_GRANTED, writtenKeyLength } from '../markup/keys'
import { At, bytesOf, EMPTY, lengthOfName, Name } from '../markup/names'
import { Expanded, stepsOf } from '../markup/namespaces'
import { grantElement } from '../markup/room'
import { Tag } from '../markup/tag'
import { checkReferences, writeValue, Written } from '../markup/value'
import { Ahead, closeNested, openNested, takeAhead } from './ahead'
import { clearCaptures } from './captures'
import { Collection } from './collection'
import { copyShort } from './copy'
import { Fields, isWanted, meetEnded, meetLeaf, nodeBelow, NOWHERE, ROOT } from './fields'
import { Flat, flattenRecord } from './flat'
import { closePrefilter, openPrefilter } from './prefilter'
import { grantName, meetName, NameField, putName, writtenName } from './name-field'
import { clearNotes, noteAttribute, noteNested, Notes } from './notes'
import { closeInner, innerFlags, openInInner, openInner } from './inner'
import { closeList, openList } from './list'
import { finishRecord, Program } from './program'
import { isScopeSaid, Scope, updateScope } from './scope'
import {
  Ended, endValue, openObject, startMember, startMemberOf, startValue, State,
} from './record'
import { endAttribute, Values } from './values'

/** Begins an element inside or outside of records; its attributes are in the table. */
export function openCollected(frame: Frame, name: Name, expanded: Expanded, at: usize): bool {
  if (Keys.areByNamespace) grantKey(name, at)
  if (!Collection.hasAny) store<u32>(name, load<u32>(name, At.SEEN) + 1, At.SEEN)
  if (Collection.record) return openInside(frame, name, at)
  const expected = load<u32>(frame - FRAME_SIZE, In.EXPECTED)
  const reached = (expected & stepsOf(expanded)) << 1
  store<u32>(frame, reached | (expected & Collection.sticky), In.EXPECTED)
  store<u32>(frame, State.PASSED, In.STATE)
  store<u32>(frame, NOWHERE, In.NODE)
  if (!(reached & Collection.final)) return Tag.attributes ? checkReferences() : true
  return openRecord(frame, name, at)
}

/** Grants room for the key of an element, which may be new, or too long for room to be there. */
function grantKey(name: Name, at: usize): void {
  const length = writtenKeyLength(name)
  grantElement(at, length > LONGEST_GRANTED ? length : 0)
}

function openRecord(frame: Frame, name: Name, at: usize): bool {
  Collection.record = frame
  startRecord(at, name, Frames.depth - 1)
  openPrefilter()
  startValue(frame)
  store<u32>(frame, ROOT, In.NODE)
  const isWhole = Program.isWhole && !Collection.isFiltered
  if (!isWhole && !isWanted(ROOT)) store<u32>(frame, State.PASSED, In.STATE)
  if (NameField.key && !nameRecord(frame, name, at)) return false
  if (Values.areListed && isWhole) openList(frame, 0, name, at)
  if (isScopeSaid()) sayScope(frame, at)
  if (Ahead.to) return takeAhead(frame)
  return Tag.attributes ? openAttributes(frame, at) : true
}

/** Begins a record at `at`, of which nothing is known so far; `depth` elements are open around it. */
@inline export function startRecord(at: usize, name: Name, depth: u32): void {
  store<u32>(name, load<u32>(name, At.FLAGS) | FLAG_RECORD, At.FLAGS)
  Collection.parentDepth = depth
  Collection.hasAny = true
  Collection.start = placeOf(at)
  Collection.hasClash = false
  Flat.hasObject = false
  clearCaptures()
  clearNotes()
  if (Fields.tests) memory.fill(RESULTS, 0, Fields.tests)
  Output.sideEnd = side.from
}

/** Writes the name of the element as a field, unless it stands there already, before what was written ahead. */
function nameRecord(frame: Frame, name: Name, at: usize): bool {
  const isWritten = load<u32>(frame, In.STATE) != State.PASSED
  if (!Ahead.to) grantName(name, at)
  const from = isWritten ? openObject(frame, Output.end) : Output.end
  Output.end = Ahead.to ? Ahead.from : putName(name, from, isWritten)
  return meetName(from, Output.end, isWritten)
}

@inline function openInside(frame: Frame, name: Name, at: usize): bool {
  const parent = frame - FRAME_SIZE
  const node = nodeBelow(load<u32>(parent, In.NODE), load<u32>(name, At.FIELDS))
  store<u32>(frame, node, In.NODE)
  if (load<u32>(name, At.FLAGS) & FLAG_CLASHES && parent == Collection.record) Collection.hasClash = true
  const around = load<u32>(parent, In.STATE)
  if (around == State.INNER) return openInInner(frame, name, at)
  if (around == State.LIST) openList(frame, parent, name, at)
  else if (around != State.PASSED) {
    const out = startMember(parent, name, Output.end)
    if (!out) return false
    Output.end = out
    startValue(frame)
    const inner = innerFlags(name, parent)
    if (inner) return openInner(frame, inner)
  } else if (node != NOWHERE && isWanted(node)) startValue(frame)
  else store<u32>(frame, State.PASSED, In.STATE)
  if (isScopeSaid()) sayScope(frame, at)
  if (Ahead.to) return takeAhead(frame)
  return Tag.attributes ? openAttributes(frame, at) : true
}

/** Writes what is declared in and around an element as the first of its value. */
function sayScope(frame: Frame, at: usize): void {
  if (load<u32>(frame, In.STATE) == State.PASSED) return
  updateScope()
  if (!Scope.length) return
  grantElement(at, Scope.length)
  if (load<u32>(frame, In.STATE) == State.EMPTY) Output.end = openObject(frame, Output.end)
  memory.copy(Output.end, Scope.from, Scope.length)
  Output.end += Scope.length
}

function openAttributes(frame: Frame, at: usize): bool {
  const node = load<u32>(frame, In.NODE)
  const isWritten = load<u32>(frame, In.STATE) != State.PASSED
  const how = Keys.attributes
  if ((!isWritten && node == NOWHERE) || how == ATTRIBUTES_DROPPED) return checkReferences()
  // without their prefixes several may have one name
  const areRenamed = Keys.areRenamed && Tag.hasPrefixed
  const hasDeclarations = Tag.hasPrefixed && (Values.areWrapped || Keys.areRenamed)
  const areChildren = isWritten && (how == ATTRIBUTES_AS_CHILDREN || areRenamed)
  const isNested = isWritten && how == ATTRIBUTES_NESTED
  if (isWritten && !areChildren && load<u32>(frame, In.STATE) == State.EMPTY) Output.end = openObject(frame, Output.end)
  if (isNested) {
    if (Notes.isWanted && frame == Collection.record && !noteNested(Output.end)) return false
    Output.end = openNested(Output.end)
  }
  // a prefix may be longer than all that is in the tag
  if (areChildren) grantElement(at, Tag.attributes * (Keys.prefixLength + 1) + roomOfKeys())
  const isRecord = frame == Collection.record
  for (let i: u32 = 0; i < Tag.attributes; i++) {
    const attribute = attributeAt(i)
    const name: Name = load<u32>(attribute)
    const flags = load<u32>(name, At.FLAGS)
    if (hasDeclarations && flags & FLAG_DECLARES) {
      const prefix: Name = flags & FLAG_COLON ? <Name>load<u32>(name, At.LOCAL) : EMPTY
      if (Values.areWrapped || isLeftOut(prefix)) continue // what it says is not written, or is already
    }
    if (isRecord && flags & FLAG_ATTRIBUTE_CLASHES) Collection.hasClash = true
    const field = nodeBelow(node, load<u32>(name, At.ATTRIBUTE_FIELDS))
    if (areChildren) {
      const child = areRenamed ? attributeAsChild(name) : <Name>load<u32>(name, At.ATTRIBUTE_KEY)
      const arrays = how == ATTRIBUTES_AS_CHILDREN ? FLAG_ARRAY | FLAG_ARRAY_IN_RECORD : 0
      const out = child ? startMemberOf(frame, child, Output.end, arrays) : 0
      if (!out) return false
      Output.end = out
    } else if (isWritten) {
      if (Notes.isWanted && isRecord && !isNested && !noteAttribute(name, Output.end)) return false
      Output.end = copyShort(Output.end, load<u32>(name, At.ATTRIBUTE_KEY), attributeKeyLength(name))
    } else if (field == NOWHERE) {
      if (!writeValue<u16>(attribute, 0)) return false // what it refers to may be wrong
      continue
    }
    if (!writeValue<u16>(attribute, 1)) return false
    const from = Written.from - 1
    store<u8>(from, 0x22)
    const out = endAttribute(from, Written.to)
    Output.end = isWritten ? out : out - 1
    if (field != NOWHERE && !meetLeaf(field, from, out - 1)) return false
  }
  if (isNested) Output.end = closeNested(Output.end)
  return true
}

/** How long the names of attributes become that are written by their namespaces. */
function roomOfKeys(): usize {
  let room: usize = 0
  if (!Keys.areByNamespace) return room
  for (let i: u32 = 0; i < Tag.attributes; i++) {
    const name: Name = load<u32>(attributeAt(i))
    if (load<u32>(name, At.FLAGS) & FLAG_COLON) room += writtenKeyLength(name)
  }
  return room
}

/** Ends an element. */
@inline export function closeCollected(frame: Frame): bool {
  if (!Collection.record) return true
  const state = load<u32>(frame, In.STATE)
  if (state == State.INNER) return closeInner(frame) && (isShort() || tooLong())
  if (state == State.LIST) {
    closeList(frame, Input.pos)
    if (frame == Collection.record) return closeRecord()
    store<u8>(Output.end++, 0x2c)
    return isShort() || tooLong()
  }
  if (state != State.PASSED) {
    if (!endValue(frame)) return false
    const node = load<u32>(frame, In.NODE)
    if (node != NOWHERE && !meetEnded(node, load<u32>(frame, In.STATE) == State.OBJECT)) return false
    if (frame != Collection.record) {
      if (load<u32>(frame, In.STATE) == State.OBJECT) Flat.hasObject = true
      if (load<u32>(frame - FRAME_SIZE, In.STATE) != State.PASSED) store<u8>(Output.end++, 0x2c)
      return isShort() || tooLong()
    }
  }
  return frame == Collection.record ? closeRecord() : true
}

/** Whether what is written of the record so far may be one. */
@inline function isShort(): bool {
  return Output.end - output.from - Program.record <= Collection.longest
}

function closeRecord(): bool {
  const isWritten = load<u32>(Collection.record, In.STATE) != State.PASSED
  const hasText = isWritten && Ended.hasText
  if (NameField.key && (Collection.hasClash || (NameField.isText && hasText))) {
    const name = writtenName(load<u32>(Collection.record, In.NAME))
    return fail(FAULT_NAME_CLASH, Collection.start, bytesOf(name), lengthOfName(name))
  }
  if (Collection.keeps && placeOf(Input.pos) - Collection.start > Collection.longest) return tooLong()
  if (closePrefilter()) return true
  Collection.record = 0
  return endRecord()
}

/** Hands on the record that is written up to `Output.end`. */
@inline export function endRecord(): bool {
  flattenRecord()
  if (Output.end - output.from - Program.record > Collection.longest) return tooLong()
  Collection.records++
  return finishRecord()
}

export function tooLong(): bool {
  return fail(FAULT_RECORD, Collection.start)
}
