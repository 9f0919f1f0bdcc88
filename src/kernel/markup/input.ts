// Provides the text being read: the window on the document or, inside it, the text of an entity.

import { fail } from '../bytes/fault'
import { allocate, INPUTS, INPUTS_END, PADDING, window } from '../bytes/memory'
import { FAULT_AMPLIFICATION, FAULT_ENTITY_NOT_BALANCED, FAULT_ENTITY_RECURSIVE, FAULT_EXPANSION } from '../layout'

@final export class Input {
  static pos: usize = 0
  static end: usize = 0
  /** Entities being read, one in the other. */
  static level: u32 = 0
  /** No more bytes come after the end. */
  static isLast: bool = false
  /** The offset in the document of the window. */
  static base: u64 = 0
}

@final export class Expansion {
  static bytes: u64 = 0
  static limit: u64 = 0
  static amplification: u64 = 0
}

/** An entity is known by where its entry is, in units of its alignment. Its text follows the entry. */
export type Entity = u32

// An entity: where its text is, how long, its kind, whether it is being read, then what `tally.ts` keeps.
const ENTITY_SIZE: usize = 40

@final export class Entities {
  static last: Entity = 0
}

@inline export function entryOf(entity: Entity): usize {
  return <usize>entity << 4
}

export function resetInput(): void {
  Input.pos = window.from
  Input.end = window.from
  Input.level = 0
  Input.isLast = false
  Input.base = 0
  Expansion.bytes = 0
  Entities.last = 0
}

/** Limits what entities and declared attributes add to the document. */
export function limitExpansion(limit: u64, amplification: u64): void {
  Expansion.limit = limit
  Expansion.amplification = amplification
}

/** Makes room for an entity's text and answers where it goes. A document may have hundreds of thousands, most of them short. */
export function addEntity(length: usize, kind: u32): usize {
  const entry = allocate(ENTITY_SIZE + length + PADDING)
  const text = entry + ENTITY_SIZE
  memory.fill(text + length, 0, PADDING)
  store<u32>(entry, text)
  store<u32>(entry, length, 4)
  store<u32>(entry, kind, 8)
  memory.fill(entry + 12, 0, ENTITY_SIZE - 12)
  Entities.last = <Entity>(entry >> 4)
  return text
}

@inline export function entityText(entity: Entity): usize {
  return load<u32>(entryOf(entity))
}

@inline export function entityLength(entity: Entity): usize {
  return load<u32>(entryOf(entity), 4)
}

@inline export function entityKind(entity: Entity): u32 {
  return load<u32>(entryOf(entity), 8)
}

/** Counts bytes that are not in the document; `at` is where they were referred to. */
export function expandBy(length: usize, at: usize): bool {
  const bytes = Expansion.bytes + <u64>length
  Expansion.bytes = bytes
  if (bytes > Expansion.limit) return fail(FAULT_EXPANSION, at)
  if (bytes <= 1 << 20) return true
  const read = Input.base + <u64>(placeOf(at) - window.from)
  if (bytes > read * Expansion.amplification) return fail(FAULT_AMPLIFICATION, at)
  return true
}

// An input around an entity: where it goes on, its end, the entity read now, the elements open at its start.
const INPUT_SIZE: usize = 16

/** Goes on with the text of an entity, and after it at `resume`. */
export function enterEntity(entity: Entity, resume: usize, depth: u32): bool {
  const open = entryOf(entity) + 12
  if (load<u32>(open)) {
    const start = referenceBefore(resume)
    return fail(FAULT_ENTITY_RECURSIVE, start, start, resume - start)
  }
  const input = INPUTS + <usize>Input.level * INPUT_SIZE
  if (input + INPUT_SIZE > INPUTS_END) return fail(FAULT_EXPANSION, Input.pos)
  store<u32>(open, 1)
  store<u32>(input, resume)
  store<u32>(input, Input.end, 4)
  store<u32>(input, entity, 8)
  store<u32>(input, depth, 12)
  Input.level++
  Input.pos = entityText(entity)
  Input.end = Input.pos + entityLength(entity)
  return true
}

/** Goes back to the text around the entity, which must have closed what it opened. */
export function leaveEntity(depth: u32): bool {
  const input = INPUTS + <usize>(Input.level - 1) * INPUT_SIZE
  if (load<u32>(input, 12) != depth) return notBalanced()
  store<u32>(entryOf(load<u32>(input, 8)), 0, 12)
  Input.level--
  Input.pos = load<u32>(input)
  Input.end = load<u32>(input, 4)
  return true
}

/** Goes back to the window, whatever the entities being read have opened. */
export function leaveEntities(): void {
  while (Input.level > 0) {
    const input = INPUTS + <usize>(Input.level - 1) * INPUT_SIZE
    store<u32>(entryOf(load<u32>(input, 8)), 0, 12)
    Input.level--
    Input.pos = load<u32>(input)
    Input.end = load<u32>(input, 4)
  }
}

/** The entity being read opens more than it closes, or closes more than it opens. */
export function notBalanced(): bool {
  const resume: usize = load<u32>(INPUTS + <usize>(Input.level - 1) * INPUT_SIZE)
  const start = referenceBefore(resume)
  return fail(FAULT_ENTITY_NOT_BALANCED, Input.pos, start, resume - start)
}

function referenceBefore(end: usize): usize {
  let p = end - 1
  while (load<u8>(p) != 0x26) p--
  return p
}

/** The place in the window to show for `at`: inside an entity, the start of the outermost reference. */
export function shownPlaceOf(at: usize): usize {
  return Input.level > 0 ? referenceBefore(load<u32>(INPUTS)) : at
}

/** The place in the window that `at` belongs to: inside an entity, the end of the outermost reference. */
export function placeOf(at: usize): usize {
  return Input.level > 0 ? load<u32>(INPUTS) : at
}
