// Writes elements of which the whole content is one text: that of all that is in them, or the XML.

import { output } from '../bytes/memory'
import { Output } from '../bytes/output'
import { END_TAG, NULL, TEXT_END } from '../bytes/words'
import { FLAG_INNER, FLAG_INNER_IN_RECORD, FLAG_TEXT, FLAG_TEXT_IN_RECORD } from '../layout'
import { attributeAt } from '../markup/attributes'
import { Frame, FRAME_SIZE, Frames, In } from '../markup/frames'
import { At, bytesOf, lengthOfName, Name } from '../markup/names'
import { grantOutput, grantScratch } from '../markup/room'
import { Tag } from '../markup/tag'
import { checkReferences, writeValue, Written } from '../markup/value'
import { Collection } from './collection'
import { copyEscaped } from './copy'
import { State } from './record'
import { trimmed } from './trim'
import { endWhole, Values } from './values'

@final export class Inner {
  /** Whether it is XML. */
  static isXml: bool = false
  /** Whether the tag written last is not closed: `<a b="1"▮`. */
  static isTagOpen: bool = false
}

/** Whether the innermost element is written so, or is in one that is. */
@inline export function isInner(): bool {
  return load<u32>(Frames.top, In.STATE) == State.INNER
}

/** The flags by which an element in a parent is written so. */
@inline export function innerFlags(name: Name, parent: Frame): u32 {
  const flags = load<u32>(load<u32>(name, At.WRITTEN_AS), At.FLAGS)
  const isField = parent == Collection.record
  return flags & (isField ? FLAG_INNER | FLAG_TEXT | FLAG_INNER_IN_RECORD | FLAG_TEXT_IN_RECORD : FLAG_INNER | FLAG_TEXT)
}

/** Begins an element that is written so. */
export function openInner(frame: Frame, flags: u32): bool {
  store<u32>(frame, State.INNER, In.STATE)
  Inner.isXml = (flags & (FLAG_INNER | FLAG_INNER_IN_RECORD)) != 0
  Inner.isTagOpen = false
  store<u8>(Output.end++, 0x22)
  return Tag.attributes ? checkReferences() : true
}

/** Begins an element in it, at `at`. */
export function openInInner(frame: Frame, name: Name, at: usize): bool {
  store<u32>(frame, State.INNER, In.STATE)
  if (!Inner.isXml) return Tag.attributes ? checkReferences() : true
  closeTag()
  store<u8>(Output.end++, 0x3c)
  putName(name)
  for (let i: u32 = 0; i < Tag.attributes; i++) {
    const attribute = attributeAt(i)
    store<u8>(Output.end++, 0x20)
    putName(load<u32>(attribute))
    store<u32>(Output.end, 0x225c3d) // =\"
    Output.end += 3
    if (!writeValue<u16>(attribute, 0)) return false
    const from = Written.from - output.from
    Output.end = Written.to
    escapeXml(from, true, at)
    store<u16>(Output.end, 0x225c)
    Output.end += 2
  }
  Inner.isTagOpen = true
  return true
}

/** Ends an element that is written so, or is in one that is. */
export function closeInner(frame: Frame): bool {
  if (load<u32>(frame - FRAME_SIZE, In.STATE) == State.INNER) {
    if (Inner.isXml) putEndTag(load<u32>(frame, In.NAME))
    return true
  }
  if (Values.areSpaced) Output.sideEnd--
  const from = output.from + load<u32>(frame, In.VALUE)
  const end = Values.areSpaced ? Output.end : trimmed(from + 1, Output.end)
  if (end == from + 1) {
    store<u32>(from, NULL)
    Output.end = from + 4
  } else if (!Inner.isXml) Output.end = endWhole(from, end)
  else {
    store<u16>(end, TEXT_END)
    Output.end = end + 1
  }
  store<u8>(Output.end++, 0x2c)
  return true
}

function putName(name: Name): void {
  memory.copy(Output.end, bytesOf(name), lengthOfName(name))
  Output.end += lengthOfName(name)
}

/** `<a▮` to `<a/>`, or `<a>1▮` to `<a>1</a>`. */
function putEndTag(name: Name): void {
  const isEmpty = Inner.isTagOpen
  Inner.isTagOpen = false
  store<u16>(Output.end, isEmpty ? <u16>0x3e2f : END_TAG)
  Output.end += 2
  if (isEmpty) return
  putName(name)
  store<u8>(Output.end++, 0x3e)
}

/** Says that something follows in the element of the tag written last. */
function closeTag(): void {
  if (Inner.isTagOpen) store<u8>(Output.end++, 0x3e)
  Inner.isTagOpen = false
}

/** Where text goes that is read next. */
@inline export function textPlace(): usize {
  return Inner.isXml && Inner.isTagOpen ? Output.end + 1 : Output.end
}

/** Takes the text that was read from `from` up to `to`, as JSON has it; `at` is where reading goes on. */
export function endInnerText(from: usize, to: usize, at: usize): void {
  if (!Inner.isXml) Output.end = to
  else if (to > from) {
    closeTag()
    Output.end = to
    escapeXml(from - output.from, false, at)
  }
}

/** Begins an instruction, of which the data is put after what is written. */
export function openInstruction(target: Name): void {
  closeTag()
  store<u16>(Output.end, 0x3f3c)
  Output.end += 2
  putName(target)
}

/** Ends it, after its data as it was read, from `from` on. */
export function closeInstruction(from: usize, at: usize): void {
  const start = from - output.from
  const length = Output.end - from
  const moved = grantScratch(Output.end, 2 * length + 8)
  Output.end += moved
  const end = Output.end
  let to = end
  if (length) store<u8>(to++, 0x20)
  to = copyEscaped(to, output.from + start, end)
  store<u16>(to, 0x3e3f)
  takeScratch(start, end, to + 2, at)
}

/** Makes what stands from `start` to `Output.end`, text as JSON has it, text of XML. */
function escapeXml(start: usize, isAttribute: bool, at: usize): void {
  if (isPlain(output.from + start, Output.end)) return
  Output.end += grantScratch(Output.end, 6 * (Output.end - output.from - start) + 16)
  const end = Output.end
  let to = end
  let p = output.from + start
  while (p < end) {
    const b = load<u8>(p++)
    let word: u64 = 0
    if (b == 0x26) word = 0x3b_706d_6126 // &amp;
    else if (b == 0x3c) word = 0x3b_746c26 // &lt;
    else if (b == 0x3e && !isAttribute) word = 0x3b_746726 // &gt;
    else if (b == 0x5c) {
      const letter = load<u8>(p++)
      if (letter == 0x72) word = 0x3b_447823_26 // &#xD;
      else if (isAttribute && letter == 0x22) word = 0x3b_746f75_7126 // &quot;
      else if (isAttribute && letter == 0x74) word = 0x3b_397823_26 // &#x9;
      else if (isAttribute && letter == 0x6e) word = 0x3b_417823_26 // &#xA;
      else {
        store<u8>(to++, b)
        store<u8>(to++, letter)
        continue
      }
    } else {
      store<u8>(to++, b)
      continue
    }
    store<u64>(to, word)
    to += 8 - (<usize>clz(word) >> 3)
  }
  takeScratch(start, end, to, at)
}

/** Whether no character is one that XML or JSON escapes. */
function isPlain(from: usize, to: usize): bool {
  for (let p = from; p < to; p += 16) {
    const v = v128.load(p)
    const angles = v128.or(i8x16.eq(v, i8x16.splat(0x3c)), i8x16.eq(v, i8x16.splat(0x3e)))
    const others = v128.or(i8x16.eq(v, i8x16.splat(0x26)), i8x16.eq(v, i8x16.splat(0x5c)))
    const found = i8x16.bitmask(v128.or(angles, others))
    if (found && p + ctz(found) < to) return false
  }
  return true
}

/** Moves what stands from `from` to `to` to its place, and grants room for what is read from `at` on. */
function takeScratch(start: usize, from: usize, to: usize, at: usize): void {
  memory.copy(output.from + start, from, to - from)
  Output.end = output.from + start + (to - from)
  Output.end += grantOutput(Output.end, at, 0)
}
