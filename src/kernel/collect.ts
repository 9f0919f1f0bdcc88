// Turns elements into records: finds those that the pattern selects, writes them or their wanted fields.

import { Ahead, takeAhead } from './ahead'
import { clearCaptures } from './captures'
import { fail } from './fault'
import { isWanted, meet, Fields, nodeBelow, nodeOf, NOWHERE, ROOT } from './fields'
import { Frame, FRAME_SIZE, Frames, In } from './frames'
import { closeJudgement, Judgement, openJudgement } from './judgement'
import {
  ATTRIBUTES_AS_CHILDREN, ATTRIBUTES_DROPPED, ATTRIBUTES_PREFIXED, FAULT_NAME_CLASH, FAULT_RECORD, FLAG_ARRAY,
  FLAG_ARRAY_IN_RECORD, FLAG_ATTRIBUTE_CLASHES, FLAG_CLASHES, FLAG_RECORD, NODE_AT_TEXT,
} from './layout'
import { output, RESULTS, side } from './memory'
import { At, bytesOf, Keys, lengthOfName, Name } from './names'
import { Expanded, stepsOf } from './namespaces'
import { finishRecord, Program } from './program'
import { grantElement } from './room'
import {
  copyShort, Ended, endValue, openObject, Record, startMember, startMemberOf, startValue, State, writeNameField,
} from './record'
import { attributeAt, checkReferences } from './element'
import { Tag } from './tag'
import { writeValue, Written } from './value'
import { Input, placeOf } from './input'

@final export class Collection {
  static sticky: u32 = 0 // steps of the pattern that may also come deeper
  static final: u32 = 0 // bits behind its last steps
  static record: Frame = 0 // the open record, 0 for none
  static start: usize = 0 // where it began in the window
  static records: f64 = 0
  static hasAny: bool = false
  static longest: usize = 0
  /** `"name":` for the field that receives the name of the record's element, and its node. */
  static nameKey: usize = 0
  static nameKeyLength: usize = 0
  static nameNode: u32 = NOWHERE
  static nameTextNode: u32 = NOWHERE
  static textClashes: bool = false
  static hasClash: bool = false
  /** Whether a record stays in the window until it ends, and its name is remembered. */
  static keeps: bool = false
  /** And how many elements were open around the last one. */
  static parentDepth: u32 = 0
}

/** Begins an element inside or outside of records; its attributes are in the table. */
export function openCollected(frame: Frame, name: Name, expanded: Expanded, at: usize): bool {
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

function openRecord(frame: Frame, name: Name, at: usize): bool {
  Collection.record = frame
  startRecord(at, name, Frames.depth - 1)
  openJudgement()
  startValue(frame)
  store<u32>(frame, ROOT, In.NODE)
  const isWhole = Program.isWhole && !Judgement.isOpen
  if (!isWhole && !isWanted(ROOT)) store<u32>(frame, State.PASSED, In.STATE)
  if (Collection.nameKey && !nameRecord(frame, name, at)) return false
  if (Ahead.to) takeAhead(frame)
  return Tag.attributes ? openAttributes(frame, at) : true
}

/** Begins a record at `at`, of which nothing is known so far; `depth` elements are open around it. */
@inline export function startRecord(at: usize, name: Name, depth: u32): void {
  if (Collection.keeps) {
    store<u32>(name, load<u32>(name, At.FLAGS) | FLAG_RECORD, At.FLAGS)
    Collection.parentDepth = depth
  }
  Collection.hasAny = true
  Collection.start = placeOf(at)
  Collection.hasClash = false
  clearCaptures()
  if (Fields.tests) memory.fill(RESULTS, 0, Fields.tests)
  Record.sideEnd = side.from
}

function nameRecord(frame: Frame, name: Name, at: usize): bool {
  if (load<u32>(frame, In.STATE) == State.PASSED) {
    // only the fields of the record are written
    if (Collection.nameNode == NOWHERE && Collection.nameTextNode == NOWHERE) return true
    const from = Record.out
    store<u8>(from, 0x22)
    const end = copyShort(from + 1, bytesOf(name), lengthOfName(name))
    store<u8>(end, 0x22)
    Record.out = end + 1
    return meetName(from, end + 1)
  }
  const from = writeNameField(frame, Collection.nameKey, Collection.nameKeyLength, name, at)
  const end = Record.out - 1
  return meetName(from, end)
}

/** Tells the field for the record's name of its value, `"name"`. */
function meetName(from: usize, to: usize): bool {
  const node = Collection.nameNode
  if (node != NOWHERE && !meet(node, from + 1, to - 1, from, to)) return false
  const text = Collection.nameTextNode
  return text == NOWHERE || meet(text, from + 1, to - 1, from, to)
}

@inline function openInside(frame: Frame, name: Name, at: usize): bool {
  const parent = frame - FRAME_SIZE
  const node = nodeBelow(load<u32>(parent, In.NODE), load<u32>(name, At.FIELDS))
  store<u32>(frame, node, In.NODE)
  if (load<u32>(name, At.FLAGS) & FLAG_CLASHES && parent == Collection.record) Collection.hasClash = true
  if (load<u32>(parent, In.STATE) != State.PASSED) {
    const out = startMember(parent, name, Record.out)
    if (!out) return false
    Record.out = out
    startValue(frame)
  } else if (node != NOWHERE && isWanted(node)) startValue(frame)
  else store<u32>(frame, State.PASSED, In.STATE)
  if (Ahead.to) takeAhead(frame)
  return Tag.attributes ? openAttributes(frame, at) : true
}

function openAttributes(frame: Frame, at: usize): bool {
  const node = load<u32>(frame, In.NODE)
  const isWritten = load<u32>(frame, In.STATE) != State.PASSED
  const how = Keys.attributes
  if ((!isWritten && node == NOWHERE) || how == ATTRIBUTES_DROPPED) return checkReferences()
  if (how == ATTRIBUTES_PREFIXED && isWritten && load<u32>(frame, In.STATE) == State.EMPTY) Record.out = openObject(frame, Record.out)
  // a prefix may be longer than all that is in the tag
  if (how == ATTRIBUTES_AS_CHILDREN && isWritten) grantElement(at, Tag.attributes * (Keys.prefixLength + 1))
  const isRecord = frame == Collection.record
  for (let i: u32 = 0; i < Tag.attributes; i++) {
    const attribute = attributeAt(i)
    const name: Name = load<u32>(attribute)
    if (isRecord && load<u32>(name, At.FLAGS) & FLAG_ATTRIBUTE_CLASHES) Collection.hasClash = true
    const field = nodeBelow(node, load<u32>(name, At.ATTRIBUTE_FIELDS))
    if (isWritten && how == ATTRIBUTES_AS_CHILDREN) {
      const out = startMemberOf(frame, load<u32>(name, At.ATTRIBUTE_KEY), Record.out, FLAG_ARRAY | FLAG_ARRAY_IN_RECORD)
      if (!out) return false
      Record.out = out
    } else if (isWritten) {
      const keyLength: usize = load<u32>(name, At.KEY_LENGTH) + 1
      Record.out = copyShort(Record.out, load<u32>(name, At.ATTRIBUTE_KEY), keyLength)
    } else if (field == NOWHERE) {
      if (!writeValue<u16>(attribute, 0)) return false // what it refers to may be wrong
      continue
    }
    if (!writeValue<u16>(attribute, 1)) return false
    const from = Written.from - 1
    const to = Written.to
    store<u8>(from, 0x22)
    store<u16>(to, 0x2c22)
    Record.out = isWritten ? to + 2 : to + 1
    if (field == NOWHERE) continue
    if (!meet(field, from + 1, to, from, to + 1) || !meetText(field, from + 1, to)) return false
  }
  return true
}

/** Ends an element. */
@inline export function closeCollected(frame: Frame): bool {
  if (!Collection.record) return true
  if (load<u32>(frame, In.STATE) != State.PASSED) {
    endValue(frame)
    const node = load<u32>(frame, In.NODE)
    if (node != NOWHERE && !meetEnded(node, load<u32>(frame, In.STATE) == State.OBJECT)) return false
    if (frame != Collection.record) {
      if (load<u32>(frame - FRAME_SIZE, In.STATE) != State.PASSED) store<u8>(Record.out++, 0x2c)
      return Record.out - output.from - Program.record <= Collection.longest || tooLong()
    }
  }
  return frame == Collection.record ? closeRecord() : true
}

/** Tells a field of its value, and of its text the field behind it. */
function meetEnded(node: u32, isObject: bool): bool {
  const from = Ended.textFrom
  const to = Ended.textTo
  if (!meet(node, from, to, Ended.valueFrom, Record.out)) return false
  if (to == from || !meetText(node, from, to)) return to == from
  // the text of an object is a field, and has a text as every text has
  const text = load<u32>(nodeOf(node), NODE_AT_TEXT)
  return !isObject || text == NOWHERE || meetText(text, from, to)
}

/** Tells a field of the value of an element without children, `"text"` or `null`. */
export function meetLeaf(node: u32, from: usize, to: usize): bool {
  if (load<u8>(from) != 0x22) return meet(node, from, from, from, to)
  return meet(node, from + 1, to - 1, from, to) && meetText(node, from + 1, to - 1)
}

/** Tells the text below a field; it stands in quotes. */
function meetText(node: u32, from: usize, to: usize): bool {
  const text = load<u32>(nodeOf(node), NODE_AT_TEXT)
  return text == NOWHERE || meet(text, from, to, from - 1, to + 1)
}

function closeRecord(): bool {
  const isWritten = load<u32>(Collection.record, In.STATE) != State.PASSED
  const hasText = isWritten && Ended.textTo > Ended.textFrom
  if (Collection.nameKey && (Collection.hasClash || (Collection.textClashes && hasText))) {
    const name: Name = load<u32>(Collection.record, In.NAME)
    return fail(FAULT_NAME_CLASH, Collection.start, bytesOf(name), lengthOfName(name))
  }
  if (Collection.keeps && Input.pos - Collection.start > Collection.longest) return tooLong()
  if (closeJudgement()) return true
  Collection.record = 0
  return endRecord()
}

/** Hands on the record that is written up to `Record.out`. */
@inline export function endRecord(): bool {
  if (Record.out - output.from - Program.record > Collection.longest) return tooLong()
  Collection.records++
  return finishRecord()
}

export function tooLong(): bool {
  return fail(FAULT_RECORD, Collection.start)
}
