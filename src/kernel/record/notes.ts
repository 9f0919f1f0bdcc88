// Notes where each field of the record stands in what was written, for what is made of a record that has ended: others
// leave some of its fields out, or write them in another form, without reading it again.

import { fail } from '../bytes/fault'
import { NOTES, NOTES_END, output } from '../bytes/memory'
import { Table } from '../bytes/table'
import { FAULT_FIELDS_FULL } from '../layout'
import { attributeKey, attributeKeyLength, Keys } from '../markup/keys'
import { At, Name } from '../markup/names'
import { MEMBER_SIZE, MemberAt } from './members'

// A field: its value stands from the end of its key to the comma before the next one, or to the end of the record.
export const NOTE_SIZE: usize = 16
export namespace NoteAt {
  export const KEY: usize = 0 // as JSON, with the colon
  export const KEY_LENGTH: usize = 4
  export const FROM: usize = 8 // where the key begins, from the start of the output
  export const ROLE: usize = 12 // what the host calls it; 0 for a field that means nothing to it
}

/** Where they are, in the order of the record. */
export const notes: Table = new Table(NOTES, NOTES_END)

@final export class Notes {
  /** Whether somebody wants them. */
  static isWanted: bool = false
  static end: usize = NOTES
  static textRole: u32 = 0
  /** Of the field that receives the record's name. */
  static nameRole: u32 = 0
}

export function resetNotes(): void {
  notes.reset()
  clearNotes()
  Notes.isWanted = false
}

/** Forgets those of a record. */
@inline export function clearNotes(): void {
  Notes.end = notes.from
}

/** Has every record noted from here on. */
export function keepNotes(textRole: u32, nameRole: u32): void {
  Notes.isWanted = true
  Notes.textRole = textRole
  Notes.nameRole = nameRole
}

/** Notes a field whose key begins at `from`; false with a fault. */
export function note(key: usize, length: usize, from: usize, role: u32): bool {
  if (Notes.end + NOTE_SIZE > notes.limit) {
    const moved = notes.move()
    if (!moved) return fail(FAULT_FIELDS_FULL, 0)
    Notes.end += moved
  }
  const entry = Notes.end
  store<u32>(entry, key)
  store<u32>(entry, length, NoteAt.KEY_LENGTH)
  store<u32>(entry, from - output.from, NoteAt.FROM)
  store<u32>(entry, role, NoteAt.ROLE)
  Notes.end = entry + NOTE_SIZE
  return true
}

export function noteAttribute(name: Name, from: usize): bool {
  const key = attributeKey(name)
  return note(key, attributeKeyLength(name), from, Keys.roleOf(key))
}

/** Notes the object of the attributes. */
export function noteNested(from: usize): bool {
  return note(Keys.prefix, Keys.prefixLength - 1, from, 0)
}

export function noteText(from: usize): bool {
  return note(Keys.text, Keys.textLength, from, Notes.textRole)
}

/** Notes the children of the record, which has ended. `areMixed` says that they were put together. */
export function noteMembers(members: usize, membersEnd: usize, areMixed: bool): bool {
  for (let member = members; member < membersEnd; member += MEMBER_SIZE) {
    if (areMixed && !load<u32>(member, MemberAt.IS_FIRST)) continue
    const name: Name = load<u32>(member)
    const key = load<u32>(name, At.KEY)
    const from = output.from + (areMixed ? load<u32>(member, MemberAt.NEW_FROM) : load<u32>(member, MemberAt.FROM))
    if (!note(key, load<u32>(name, At.KEY_LENGTH), from, Keys.roleOf(key))) return false
  }
  return true
}
