// Provides the field that receives the name of a record's element: it comes first, `"kind":"node",`.

import { TEXT_END } from '../bytes/words'
import { NO_NODE, SETTING_NAME_IS_TEXT, SETTING_NAME_KEY, SETTING_NAME_KEY_LENGTH, SETTING_NAME_NODE, SETTING_NAME_TEXT_NODE } from '../layout'
import { setting } from '../bytes/memory'
import { At, bytesOf, lengthOfName, Name } from '../markup/names'
import { grantElement } from '../markup/room'
import { copyShort } from './copy'
import { meet, NOWHERE } from './fields'
import { note, Notes } from './notes'

@final export class NameField {
  /** `"name":`, 0 if no field receives it. */
  static key: usize = 0
  static keyLength: usize = 0
  static node: u32 = <u32>NO_NODE
  static textNode: u32 = <u32>NO_NODE
  /** Whether it is where the text of a record would be. */
  static isText: bool = false
}

export function resetNameField(): void {
  NameField.key = 0
  NameField.keyLength = 0
  NameField.node = <u32>NO_NODE
  NameField.textNode = <u32>NO_NODE
  NameField.isText = false
}

/** Takes the field from the settings. */
export function setNameField(): void {
  NameField.key = <usize>setting(SETTING_NAME_KEY)
  NameField.keyLength = <usize>setting(SETTING_NAME_KEY_LENGTH)
  NameField.node = <u32><i32>setting(SETTING_NAME_NODE)
  NameField.textNode = <u32><i32>setting(SETTING_NAME_TEXT_NODE)
  NameField.isText = setting(SETTING_NAME_IS_TEXT) != 0
}

/** The name under which an element is written. */
@inline export function writtenName(element: Name): Name {
  return load<u32>(element, At.WRITTEN_AS)
}

/** Grants room for the field to an element whose tag begins at `at`. */
export function grantName(element: Name, at: usize): void {
  grantElement(at, NameField.keyLength + lengthOfName(writtenName(element)) + 4)
}

/**
 * Writes the field at `out`, or where the record is not written its value by itself, if somebody wants it. Answers the end;
 * the bytes after it may be written over.
 */
export function putName(element: Name, out: usize, isWritten: bool): usize {
  if (!isWritten && NameField.node == NOWHERE && NameField.textNode == NOWHERE) return out
  const name = writtenName(element)
  const value = isWritten ? copyShort(out, NameField.key, NameField.keyLength) : out
  store<u8>(value, 0x22)
  const end = copyShort(value + 1, bytesOf(name), lengthOfName(name))
  // by itself it has no comma
  store<u16>(end, TEXT_END)
  return isWritten ? end + 2 : end + 1
}

/** Gives what stands from `from` to `to` to those who want it. */
export function meetName(from: usize, to: usize, isWritten: bool): bool {
  if (from == to) return true
  if (isWritten && Notes.isWanted && !note(NameField.key, NameField.keyLength, from, Notes.nameRole)) return false
  const value = isWritten ? from + NameField.keyLength : from
  const end = isWritten ? to - 1 : to
  return meetAs(NameField.node, value, end) && meetAs(NameField.textNode, value, end)
}

@inline function meetAs(node: u32, from: usize, to: usize): bool {
  return node == NOWHERE || meet(node, from + 1, to - 1, from, to)
}
