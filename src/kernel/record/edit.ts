// Puts a record together after it has ended, some of its fields changed: from the places of its fields, as they were
// noted. A record for which that is not enough, as it is no object, is changed by the host.

import { rewrite } from '../bytes/imports'
import { Buffer, output } from '../bytes/memory'
import { Output } from '../bytes/output'
import { NULL } from '../bytes/words'
import {
  EDIT_AT_ADDED, EDIT_AT_FATES, EDIT_AT_ROOM, EDIT_AT_ADDITIONS, FATE_AT_LENGTH, FATE_AT_SEEN, FATE_AT_TARGET, FATE_AT_TEXT,
  FATE_AT_WHAT, FATE_DROP, FATE_RENAME, FATE_REPLACE, FATE_SIZE,
} from '../layout'
import { grantScratch } from '../markup/room'
import { Composed } from './compose'
import { copyMostlyShort } from './copy'
import { NOTE_SIZE, NoteAt, Notes, notes } from './notes'

const rewritten: Buffer = new Buffer()

/** The number of a record, which marks the fields that were seen in it. */
let serial: u32 = 0

export function resetEdits(): void {
  rewritten.reset()
  serial = 0
}

/** Writes the record that stands from `from` to `at` as it is after the edit of a step, after it; answers its end. */
export function edit(step: u32, table: usize, from: usize, at: usize): usize {
  const length = at - from
  const moved = grantScratch(at, <u64>length + load<u32>(table, EDIT_AT_ROOM))
  Output.end += moved
  const start = at + moved
  const record = start - length
  const end = load<u8>(record) == 0x7b ? editObject(table, record, start) : 0
  return end ? end : editByHost(step, record, start)
}

/** The same of an object; 0 if it would have one field twice. */
function editObject(table: usize, record: usize, start: usize): usize {
  const fates = table + EDIT_AT_FATES
  const after = Notes.end
  const number = ++serial
  let to = start
  // the last field ends as all others do
  store<u8>(start - 1, 0x2c)
  let from = record // of what is copied as it is
  for (let field = notes.from; field < after; field += NOTE_SIZE) {
    const role = load<u32>(field, NoteAt.ROLE)
    if (!role) continue
    const fate = fates + <usize>role * FATE_SIZE
    const what = load<u32>(fate, FATE_AT_WHAT)
    if (what != FATE_DROP) {
      const target = fates + <usize>load<u32>(fate, FATE_AT_TARGET) * FATE_SIZE
      if (load<u32>(target, FATE_AT_SEEN) == number) return restored(start)
      store<u32>(target, number, FATE_AT_SEEN)
      if (what != FATE_RENAME && what != FATE_REPLACE) continue
    }
    const key = output.from + load<u32>(field, NoteAt.FROM)
    const next = field + NOTE_SIZE
    to = copied(to, from, key)
    from = next < after ? output.from + load<u32>(next, NoteAt.FROM) : start
    if (what == FATE_DROP) continue
    to = copied(to, load<u32>(fate, FATE_AT_TEXT), load<u32>(fate, FATE_AT_TEXT) + load<u32>(fate, FATE_AT_LENGTH))
    if (what == FATE_RENAME) to = copied(to, key + load<u32>(field, NoteAt.KEY_LENGTH), from)
  }
  to = copied(to, from, start)
  const additions = table + load<u32>(table, EDIT_AT_ADDITIONS)
  const additionsEnd = additions + <usize>load<u32>(table, EDIT_AT_ADDED) * FATE_SIZE
  for (let added = additions; added < additionsEnd; added += FATE_SIZE) {
    const target = fates + <usize>load<u32>(added, FATE_AT_TARGET) * FATE_SIZE
    if (load<u32>(target, FATE_AT_SEEN) == number) continue
    const text = load<u32>(added, FATE_AT_TEXT)
    to = copied(to, text, text + load<u32>(added, FATE_AT_LENGTH))
  }
  restored(start)
  if (to == start + 1) {
    store<u32>(start, NULL)
    to = start + 4
  } else store<u8>(to - 1, 0x7d)
  Composed.length = to - start
  return to
}

/** Ends the record as it was. */
@inline function restored(end: usize): usize {
  store<u8>(end - 1, 0x7d)
  return 0
}

@inline function copied(to: usize, from: usize, end: usize): usize {
  return copyMostlyShort(to, from, end - from)
}

function editByHost(step: u32, record: usize, start: usize): usize {
  const length = rewrite(step, record, start - record)
  const moved = grantScratch(start, length)
  Output.end += moved
  Composed.length = length
  return copied(start + moved, rewritten.from, rewritten.from + length)
}

/** Room for what the host makes of a record. */
export function roomForRewritten(length: usize): usize {
  rewritten.grant(0, length)
  return rewritten.from
}
