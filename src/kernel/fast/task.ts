// Provides what is to be done with a start tag, which is found out once for all of its attributes.

import { Output } from '../bytes/output'
import {
  ATTRIBUTES_AS_CHILDREN, ATTRIBUTES_DROPPED, FLAG_CLASHES, MODE_RECORDS, PURPOSE_TEST, PURPOSE_VALUE,
} from '../layout'
import { Frame, In } from '../markup/frames'
import { Keys, writtenKeyLength } from '../markup/keys'
import { At, Name } from '../markup/names'
import { stepsOf } from '../markup/namespaces'
import { Reading } from '../markup/reading'
import { grantNothing } from '../markup/room'
import { Collection } from '../record/collection'
import { Fields, hasNodesBelow, isWanted, nodeBelow, NOWHERE, ROOT } from '../record/fields'
import { grantName, NameField, putName } from '../record/name-field'
import { Notes } from '../record/notes'
import { isFilteredFirst } from '../record/prefilter'
import { Program } from '../record/program'
import { State } from '../record/record'

/** What becomes of the element of an empty tag. */
export namespace Ends {
  export const PASSED: i32 = 0 // nothing, but for attributes that are wanted by themselves
  export const CHILD: i32 = 1 // it is written without being opened
  export const RECORD: i32 = 2 // the same as a record
  export const OPENED: i32 = 3 // others have to open it
}

@final export class Task {
  /** Whether all attributes are written, or only those below a node, if there is one. */
  static writes: bool = false
  static node: u32 = NOWHERE
  /** Whether somebody wants to know where they are written. */
  static lists: bool = false
  /** Where they go, not before the place they belong; the field for the name of a record stands there before them. */
  static place: usize = 0
  static ends: i32 = Ends.PASSED
}

/** Finds out what is to be done with the tag at `at`, whose element is in the namespace it was in last; false if others know. */
export function setTask(name: Name, parent: Frame, at: usize): bool {
  Task.writes = false
  Task.node = NOWHERE
  Task.lists = false
  Task.ends = Ends.PASSED
  if (Reading.mode != MODE_RECORDS) return true
  if (!(Collection.record ? setInside(name, parent) : setOutside(name, parent, at))) return false
  // if their element has to be opened, each becomes a member of it
  if (Keys.attributes == ATTRIBUTES_AS_CHILDREN && Task.writes) Task.lists = true
  if (Keys.attributes != ATTRIBUTES_DROPPED) return true
  // an element of which no attribute is written has another value
  if (Task.writes) Task.ends = Ends.OPENED
  Task.writes = false
  Task.lists = false
  Task.node = NOWHERE
  return true
}

@inline function setInside(name: Name, parent: Frame): bool {
  if (load<u32>(name, At.FLAGS) & FLAG_CLASHES) return false
  const node = nodeBelow(load<u32>(parent, In.NODE), load<u32>(name, At.FIELDS))
  const isChild = load<u32>(parent, In.STATE) != State.PASSED
  Task.node = node != NOWHERE && hasNodesBelow(node) ? node : NOWHERE
  Task.writes = isChild || (node != NOWHERE && isWanted(node))
  Task.place = Output.end
  if (Task.writes) {
    Task.ends = isChild && node == NOWHERE ? Ends.CHILD : Ends.OPENED
    Task.place += writtenKeyLength(name) + 64
  }
  return true
}

@inline function setOutside(name: Name, parent: Frame, at: usize): bool {
  const reached = (load<u32>(parent, In.EXPECTED) & stepsOf(load<u32>(name, At.EXPANDED))) << 1
  if (!(reached & Collection.final)) {
    if (!Collection.hasAny) Task.ends = Ends.OPENED
    return true
  }
  const isFiltered = isFilteredFirst()
  Fields.purpose = isFiltered ? PURPOSE_TEST : PURPOSE_TEST | PURPOSE_VALUE
  const isRootWanted = isWanted(ROOT)
  Task.node = hasNodesBelow(ROOT) ? ROOT : NOWHERE
  Task.writes = isRootWanted || (Program.isWhole && !isFiltered)
  Task.lists = Notes.isWanted
  if (NameField.key) {
    grantNothing()
    grantName(name, at)
  }
  const first = Task.writes ? Output.end + 1 : Output.end
  Task.place = NameField.key ? putName(name, first, Task.writes) : first
  Task.ends = isRootWanted || !Collection.hasAny ? Ends.OPENED : Ends.RECORD
  return true
}
